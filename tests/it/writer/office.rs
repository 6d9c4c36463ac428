//! `LibreOffice`, where it is installed: makes of the writer's files what an office would send.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// Whether `soffice` is there to be called.
pub(crate) fn is_there() -> bool {
    static FOUND: LazyLock<bool> = LazyLock::new(|| {
        let paths = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&paths).any(|folder| folder.join("soffice").is_file())
    });
    *FOUND
}

/// Turns files (name and bytes) into another kind, all in one call; the results under the same names with the new
/// ending. A profile of its own keeps it apart from any other `LibreOffice` that runs.
pub(crate) fn convert(files: &[(String, Vec<u8>)], to: &str) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let (from, out) = (folder.path().join("from"), folder.path().join("to"));
    fs::create_dir(&from).unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, bytes)| {
            let path = from.join(name);
            fs::write(&path, bytes).unwrap();
            path
        })
        .collect();
    let status = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()))
        .args(["--headless", "--norestore", "--convert-to", to, "--outdir"])
        .arg(&out)
        .args(&paths)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "soffice: {status}");
    let ending = to.split(':').next().unwrap_or(to);
    let result = |path: &PathBuf| {
        let name = Path::new(path.file_name().unwrap()).with_extension(ending);
        let bytes = fs::read(out.join(&name)).unwrap_or_default();
        (name.to_string_lossy().into_owned(), bytes)
    };
    paths.iter().map(result).collect()
}
