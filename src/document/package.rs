//! A zip container of office files, read within limits: part by part, never by the sizes that it states.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Limits, Refusal};

/// An opened container.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    unpacked: usize,
}

impl<'a> Package<'a> {
    /// Opens a container; `kind` names it in refusals, as `docx`.
    pub(super) fn open(bytes: &'a [u8], kind: &str, limits: &'a Limits) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::damaged(kind))?;
        if archive.len() > limits.parts {
            return Err(Refusal::over_limit(("文件内的部件数", "parts in the file"), limits.parts));
        }
        Ok(Self { archive, limits, unpacked: 0 })
    }

    /// The names of all parts in the order of the container, in lower case with forward slashes and without a leading one.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        (0..self.archive.len()).map(|place| {
            let name = self.archive.name_for_index(place).and_then(Result::ok).unwrap_or_default();
            normal(&name)
        })
    }

    /// Whether any part is locked with a password.
    pub(super) fn is_encrypted(&mut self) -> bool {
        (0..self.archive.len()).any(|place| self.archive.by_index_raw(place).is_ok_and(|file| file.encrypted()))
    }

    /// The bytes of a part, found by its whole name without a leading slash, whatever the case of its letters; `None`
    /// where there is none.
    ///
    /// # Errors
    /// When the part is damaged, or unpacks beyond a limit.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let wanted = normal(name);
        let Some(place) = self.names().position(|own| own == wanted) else {
            return Ok(None);
        };
        let limits = self.limits;
        let mut file = self.archive.by_index(place).map_err(|_| Refusal::damaged("zip"))?;
        let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        // A small part may well be very regular; only a large one can hurt.
        let by_ratio = packed.saturating_mul(limits.ratio).max(1 << 20);
        let left = limits.unpacked.saturating_sub(self.unpacked);
        let mut bytes = Vec::new();
        let read = file.by_ref().take(by_ratio.min(left) as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > by_ratio {
            return Err(over_ratio(limits));
        }
        if bytes.len() > left {
            return Err(over_size(limits));
        }
        read.map_err(|_| Refusal::damaged("zip"))?;
        self.unpacked += bytes.len();
        Ok(Some(bytes))
    }
}

fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn over_ratio(limits: &Limits) -> Refusal {
    let ratio = limits.ratio;
    Refusal::new(
        "over-limit",
        format!("文件内的一个部件解压后超过原来的 {ratio} 倍（上限 {ratio} 倍），内容异常重复，未读取；请核对文件来源"),
        format!("a part of the file unpacks to more than {ratio} times its size, the limit: where is it from?"),
    )
}

fn over_size(limits: &Limits) -> Refusal {
    let mib = limits.unpacked >> 20;
    Refusal::new(
        "over-limit",
        format!("文件解压后超过上限 {mib} MiB，未读取；请核对是否传错文件"),
        format!("the file unpacks to more than {mib} MiB, the limit, and was not read: is this the right file?"),
    )
}
