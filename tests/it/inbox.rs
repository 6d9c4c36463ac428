//! The inbox over a real folder, and its judgement of what has settled without any folder or waiting.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails; files are its ground"
)]

use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use gouji::inbox::{Arrived, Hints, Inbox, Next, Plan, Settling, Sign, Stamp, TooLarge, is_ignored, phrase, shown};
use tempfile::TempDir;

const SETTLE: Duration = Duration::from_millis(150);
/// So long that a test which has to wait for it fails.
const NEVER: Duration = Duration::from_hours(1);
const PATIENCE: Duration = Duration::from_secs(5);
/// Long enough for a file that must not arrive to arrive.
const SILENCE: Duration = Duration::from_millis(400);

/// An inbox in a scratch folder, and what it says.
struct Office {
    scratch: TempDir,
    said: Receiver<Arrived>,
    inbox: Option<Inbox>,
}

impl Office {
    /// With files in place before the inbox opens, and another plan.
    fn with(before: impl FnOnce(&Path), change: impl FnOnce(&mut Plan)) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("inbox");
        fs::create_dir(&folder).unwrap();
        before(&folder);
        let mut plan = Plan { folder, settle: SETTLE, rescan: NEVER, max_bytes: 1 << 20, hints: Hints::FromKernel };
        change(&mut plan);
        let (send, said) = std::sync::mpsc::channel();
        let inbox = Inbox::open(plan, move |arrived| match send.send(arrived) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        });
        Self { scratch, said, inbox: Some(inbox.unwrap()) }
    }

    /// An inbox whose first scan is over and whose watch is set, and which takes nothing because it stood still: what
    /// arrives was told of by its writer.
    fn at_work() -> Self {
        let office = Self::with(|_| {}, |plan| plan.settle = NEVER);
        let first = office.folder().join("000.txt");
        // Before the watch is set, a writer is not heard.
        for _ in 0..500 {
            fs::write(&first, "旧").unwrap();
            thread::sleep(Duration::from_millis(10));
            if office.said.try_recv().is_ok() {
                while office.said.recv_timeout(Duration::from_millis(100)).is_ok() {}
                return office;
            }
        }
        panic!("the inbox does not hear");
    }

    fn folder(&self) -> PathBuf {
        self.scratch.path().join("inbox")
    }

    fn next(&self) -> Arrived {
        self.said.recv_timeout(PATIENCE).unwrap()
    }

    /// The name inside the inbox and the content.
    fn next_file(&self) -> (String, String) {
        match self.next() {
            Arrived::File { path, bytes } => {
                assert!(path.is_absolute());
                (shown(&self.folder(), &path), String::from_utf8(bytes).unwrap())
            }
            other => panic!("no file: {other:?}"),
        }
    }

    fn next_unreadable(&self) -> (String, ErrorKind) {
        match self.next() {
            Arrived::Unreadable { path, reason } => (shown(&self.folder(), &path), reason.kind()),
            other => panic!("not unreadable: {other:?}"),
        }
    }

    fn assert_silent(&self) {
        match self.said.recv_timeout(SILENCE) {
            Err(RecvTimeoutError::Timeout) => {}
            other => panic!("not silent: {other:?}"),
        }
    }
}

#[test]
fn a_file_copied_in_arrives_at_once() {
    let office = Office::at_work();
    let mut waits = Vec::new();
    for number in 0..20 {
        let name = format!("青云县{number}.txt");
        fs::write(office.folder().join(&name), "报告").unwrap();
        let begun = Instant::now();
        assert_eq!(office.next_file(), (name, "报告".to_owned()));
        waits.push(begun.elapsed());
    }
    waits.sort_unstable();
    println!("from close to arrival: median {:?}, worst {:?}", waits[10], waits[19]);
    office.assert_silent();
}

#[test]
fn a_file_renamed_in_arrives_at_once() {
    let office = Office::at_work();
    let outside = office.scratch.path().join("outside.txt");
    fs::write(&outside, "报告").unwrap();
    fs::rename(&outside, office.folder().join("石桥镇.txt")).unwrap();
    let begun = Instant::now();
    assert_eq!(office.next_file(), ("石桥镇.txt".to_owned(), "报告".to_owned()));
    println!("from rename to arrival: {:?}", begun.elapsed());
    office.assert_silent();
}

#[test]
fn a_file_written_under_a_temporary_name_arrives_under_its_own() {
    let office = Office::at_work();
    let part = office.folder().join("柳河镇.txt.part");
    fs::write(&part, "报告").unwrap();
    office.assert_silent();
    fs::rename(&part, office.folder().join("柳河镇.txt")).unwrap();
    assert_eq!(office.next_file(), ("柳河镇.txt".to_owned(), "报告".to_owned()));
}

#[test]
fn principle_1_a_slow_writer_is_waited_for() {
    let office = Office::at_work();
    let mut file = File::create(office.folder().join("松台乡.txt")).unwrap();
    for _ in 0..8 {
        file.write_all("报告".as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(50));
    }
    assert!(office.said.try_recv().is_err(), "nothing of a half-written file");
    drop(file);
    assert_eq!(office.next_file(), ("松台乡.txt".to_owned(), "报告".repeat(8)));
    office.assert_silent();
}

#[test]
fn a_writer_that_keeps_the_file_open_is_waited_for_until_it_stands_still() {
    let office = Office::with(|_| {}, |_| {});
    let mut file = File::create(office.folder().join("松台乡.txt")).unwrap();
    file.write_all("上半".as_bytes()).unwrap();
    assert_eq!(office.next_file(), ("松台乡.txt".to_owned(), "上半".to_owned()));
    file.write_all("下半".as_bytes()).unwrap();
    assert_eq!(office.next_file(), ("松台乡.txt".to_owned(), "上半下半".to_owned()));
    drop(file);
    office.assert_silent();
}

#[test]
fn an_empty_file_is_given_time_to_be_filled() {
    let office = Office::at_work();
    let path = office.folder().join("梅川乡.txt");
    File::create(&path).unwrap();
    office.assert_silent();
    fs::write(&path, "报告").unwrap();
    assert_eq!(office.next_file(), ("梅川乡.txt".to_owned(), "报告".to_owned()));

    let office = Office::with(|_| {}, |_| {});
    File::create(office.folder().join("空.txt")).unwrap();
    assert_eq!(office.next_file(), ("空.txt".to_owned(), String::new()), "in the end it is told");
}

#[test]
fn a_rewritten_file_arrives_again_and_a_read_one_does_not() {
    let office = Office::at_work();
    let path = office.folder().join("青云县.txt");
    for content in ["第一稿", "第二稿"] {
        fs::write(&path, content).unwrap();
        assert_eq!(office.next_file(), ("青云县.txt".to_owned(), content.to_owned()));
    }
    fs::read(&path).unwrap();
    office.assert_silent();
    fs::remove_file(&path).unwrap();
    office.assert_silent();
    fs::write(&path, "第二稿").unwrap();
    assert_eq!(office.next_file().1, "第二稿", "a file that comes back is told of again");
}

#[test]
fn files_in_place_arrive_by_name_at_the_start_and_fresh_ones_when_they_have_settled() {
    let office = Office::with(
        |folder| {
            fs::create_dir(folder.join("乡镇")).unwrap();
            for name in ["b.txt", "a.txt", "乡镇/c.txt"] {
                fs::write(folder.join(name), name).unwrap();
            }
            thread::sleep(SETTLE + Duration::from_millis(20));
            fs::write(folder.join("0-fresh.txt"), "新").unwrap();
        },
        |_| {},
    );
    let names: Vec<_> = (0..4).map(|_| office.next_file().0).collect();
    assert_eq!(names, ["a.txt", "b.txt", "乡镇/c.txt", "0-fresh.txt"]);
    office.assert_silent();
}

#[test]
fn a_subfolder_that_comes_later_is_looked_through_and_watched() {
    let office = Office::with(|_| {}, |_| {});
    let outside = office.scratch.path().join("乡镇");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("石桥镇.txt"), "报告").unwrap();
    fs::rename(&outside, office.folder().join("乡镇")).unwrap();
    assert_eq!(office.next_file(), ("乡镇/石桥镇.txt".to_owned(), "报告".to_owned()));

    let deep = office.folder().join("局/财政/二〇二五");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("财政局.txt"), "报告").unwrap();
    assert_eq!(office.next_file(), ("局/财政/二〇二五/财政局.txt".to_owned(), "报告".to_owned()));
    office.assert_silent();
    fs::write(deep.join("补.txt"), "补").unwrap();
    assert_eq!(office.next_file(), ("局/财政/二〇二五/补.txt".to_owned(), "补".to_owned()));
}

#[test]
fn invariant_11_scans_alone_find_everything() {
    let office = Office::with(
        |_| {},
        |plan| {
            plan.hints = Hints::None;
            plan.rescan = Duration::from_millis(50);
        },
    );
    fs::create_dir(office.folder().join("乡镇")).unwrap();
    let path = office.folder().join("乡镇/石桥镇.txt");
    fs::write(&path, "第一稿").unwrap();
    assert_eq!(office.next_file(), ("乡镇/石桥镇.txt".to_owned(), "第一稿".to_owned()));
    fs::write(&path, "第二稿").unwrap();
    assert_eq!(office.next_file(), ("乡镇/石桥镇.txt".to_owned(), "第二稿".to_owned()));
    office.assert_silent();
}

#[test]
fn invariant_11_without_the_kernels_events_the_scan_goes_on_and_says_so_once() {
    const INSIDE: &str = "GOUJI_TEST_WITHOUT_EVENTS";
    if std::env::var_os(INSIDE).is_none() {
        // In a user namespace of its own, the kernel can be told to refuse every watcher.
        let run = |script: &str, test: &[&str]| {
            let mut command = Command::new("unshare");
            command.args(["-Ur", "sh", "-c", script]).arg(std::env::current_exe().unwrap()).args(test).env(INSIDE, "1");
            command.output().is_ok_and(|output| output.status.success())
        };
        if !run("echo 0 > /proc/sys/user/max_inotify_instances", &[]) {
            crate::support::skipped("no user namespaces here");
            return;
        }
        let name = "inbox::invariant_11_without_the_kernels_events_the_scan_goes_on_and_says_so_once";
        let script = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$0\" \"$@\"";
        assert!(run(script, &["--exact", name]));
        return;
    }
    let office = Office::with(|_| {}, |plan| plan.rescan = Duration::from_millis(50));
    assert!(matches!(office.next(), Arrived::Unwatched(_)));
    fs::write(office.folder().join("青云县.txt"), "报告").unwrap();
    assert_eq!(office.next_file(), ("青云县.txt".to_owned(), "报告".to_owned()));
    office.assert_silent();
}

#[test]
fn hidden_and_temporary_names_are_left_alone() {
    for name in [
        ".hidden",
        ".~lock.报告.docx#",
        "~$报告.docx",
        "报告.docx.part",
        "报告.crdownload",
        ".报告.txt.swp",
        "a.swp",
        "a.TMP",
        "报告.txt.filepart",
        "报告.txt~",
        ".git/config",
        "乡镇/.隐藏/报告.txt",
        "a.part/报告.txt",
    ] {
        assert!(is_ignored(Path::new(name)), "{name}");
    }
    for name in ["报告.txt", "乡镇/报告.docx", "part", "tmp/报告.txt", "报告.part.txt", "~报告.txt", "a$b.txt"]
    {
        assert!(!is_ignored(Path::new(name)), "{name}");
    }
    let office = Office::at_work();
    fs::create_dir(office.folder().join(".隐藏")).unwrap();
    for name in [".隐藏/报告.txt", "~$报告.docx", "报告.crdownload", "报告.txt~"] {
        fs::write(office.folder().join(name), "不是报告").unwrap();
    }
    office.assert_silent();
}

#[test]
fn pipes_and_links_that_lead_elsewhere_are_named_once_and_never_opened() {
    let office = Office::with(|_| {}, |_| {});
    let folder = office.folder();
    fs::write(folder.join("000.txt"), "旧").unwrap();
    office.next_file();
    let made = Command::new("mkfifo").arg(folder.join("管道.txt")).status().unwrap();
    assert!(made.success());
    fs::write(office.scratch.path().join("outside.txt"), "外面").unwrap();
    symlink(office.scratch.path().join("outside.txt"), folder.join("外链.txt")).unwrap();
    symlink(&folder, folder.join("自己")).unwrap();
    symlink("圈.txt", folder.join("圈.txt")).unwrap();
    symlink("没有.txt", folder.join("断.txt")).unwrap();
    let mut named: Vec<(String, ErrorKind)> = (0..5).map(|_| office.next_unreadable()).collect();
    named.sort();
    let expected = ["圈.txt", "外链.txt", "断.txt", "管道.txt", "自己"];
    let mut expected = expected.map(|name| (name.to_owned(), ErrorKind::InvalidInput));
    expected.sort();
    assert_eq!(named, expected);
    office.assert_silent();
    symlink("000.txt", folder.join("内链.txt")).unwrap();
    assert_eq!(office.next_file(), ("内链.txt".to_owned(), "旧".to_owned()));
    office.assert_silent();
}

#[test]
fn a_file_that_is_too_large_is_named_and_not_read() {
    let office = Office::with(|_| {}, |plan| plan.max_bytes = 10);
    let path = office.folder().join("大.txt");
    fs::write(&path, "12345678901").unwrap();
    assert_eq!(office.next_unreadable(), ("大.txt".to_owned(), ErrorKind::FileTooLarge));
    let words = phrase(&TooLarge { size: 30 << 20, limit: 20 << 20 }.into());
    assert_eq!(words.zh, "文件约 30 MiB，超过上限 20 MiB；请核对是否传错文件");
    office.assert_silent();
    fs::write(&path, "1234567890").unwrap();
    assert_eq!(office.next_file().1, "1234567890");
}

#[test]
fn a_folder_with_the_name_of_a_file_is_named_and_not_entered() {
    let office = Office::at_work();
    let folder = office.folder().join("青云县.docx");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("document.xml"), "<a/>").unwrap();
    assert_eq!(office.next_unreadable(), ("青云县.docx".to_owned(), ErrorKind::IsADirectory));
    office.assert_silent();
}

#[test]
fn a_file_without_permission_is_named_once_and_read_when_it_may_be() {
    if rustix::process::getuid().is_root() {
        crate::support::skipped("root may read everything");
        return;
    }
    let office = Office::with(|_| {}, |plan| plan.rescan = Duration::from_millis(50));
    let path = office.folder().join("青云县.txt");
    fs::write(&path, "报告").unwrap();
    office.next_file();
    fs::set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    assert_eq!(office.next_unreadable(), ("青云县.txt".to_owned(), ErrorKind::PermissionDenied));
    office.assert_silent();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(office.next_file().1, "报告");

    let closed = office.folder().join("乡镇");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, Permissions::from_mode(0o000)).unwrap();
    assert_eq!(office.next_unreadable(), ("乡镇".to_owned(), ErrorKind::PermissionDenied));
    office.assert_silent();
    fs::set_permissions(&closed, Permissions::from_mode(0o700)).unwrap();
    fs::write(closed.join("石桥镇.txt"), "报告").unwrap();
    assert_eq!(office.next_file().0, "乡镇/石桥镇.txt");
}

#[test]
fn a_lost_folder_is_told_once_and_looked_through_again_when_it_is_back() {
    let office = Office::with(|_| {}, |plan| plan.rescan = Duration::from_millis(50));
    let folder = office.folder();
    fs::write(folder.join("青云县.txt"), "报告").unwrap();
    office.next_file();
    fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(office.next(), Arrived::Lost(error) if error.kind() == ErrorKind::NotFound));
    office.assert_silent();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("青云县.txt"), "报告").unwrap();
    assert!(matches!(office.next(), Arrived::Back));
    assert_eq!(office.next_file(), ("青云县.txt".to_owned(), "报告".to_owned()));
    office.assert_silent();
}

#[test]
fn a_folder_replaced_between_two_scans_is_watched_anew() {
    let office = Office::with(|_| {}, |_| {});
    let folder = office.folder();
    fs::write(folder.join("青云县.txt"), "报告").unwrap();
    office.next_file();
    let other = office.scratch.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("石桥镇.txt"), "报告").unwrap();
    fs::rename(&folder, office.scratch.path().join("old")).unwrap();
    fs::rename(&other, &folder).unwrap();
    loop {
        match office.next() {
            Arrived::File { path, .. } => break assert_eq!(shown(&folder, &path), "石桥镇.txt"),
            Arrived::Lost(_) | Arrived::Back => {}
            other => panic!("{other:?}"),
        }
    }
    fs::write(folder.join("后来.txt"), "报告").unwrap();
    assert_eq!(office.next_file().0, "后来.txt");
}

#[test]
fn a_folder_that_is_not_there_at_the_start_is_waited_for() {
    let office = Office::with(|folder| fs::remove_dir(folder).unwrap(), |plan| plan.rescan = Duration::from_millis(50));
    assert!(matches!(office.next(), Arrived::Lost(_)));
    fs::create_dir(office.folder()).unwrap();
    assert!(matches!(office.next(), Arrived::Back));
    fs::write(office.folder().join("青云县.txt"), "报告").unwrap();
    assert_eq!(office.next_file().0, "青云县.txt");
}

#[test]
fn an_inbox_behind_a_link_is_watched() {
    let office = Office::with(
        |folder| {
            let real = folder.with_file_name("real");
            fs::rename(folder, &real).unwrap();
            symlink(real, folder).unwrap();
        },
        |plan| plan.settle = NEVER,
    );
    let path = office.folder().join("青云县.txt");
    let heard = (0..500).any(|_| {
        fs::write(&path, "报告").unwrap();
        office.said.recv_timeout(Duration::from_millis(10)).is_ok()
    });
    assert!(heard);
}

#[test]
fn a_stopped_inbox_stops_at_once_and_says_nothing_more() {
    let mut office = Office::at_work();
    let begun = Instant::now();
    office.inbox.take().unwrap().stop();
    assert!(begun.elapsed() < Duration::from_millis(100), "{:?}", begun.elapsed());
    fs::write(office.folder().join("青云县.txt"), "报告").unwrap();
    assert!(matches!(office.said.recv_timeout(SILENCE), Err(RecvTimeoutError::Disconnected)));
}

#[test]
fn many_files_at_once_arrive_once_each() {
    let office = Office::at_work();
    for number in 0..500 {
        fs::write(office.folder().join(format!("{number:03}.txt")).with_extension("md"), format!("{number}")).unwrap();
    }
    let mut contents: Vec<usize> = (0..500).map(|_| office.next_file().1.parse().unwrap()).collect();
    contents.sort_unstable();
    assert_eq!(contents, (0..500).collect::<Vec<_>>());
    office.assert_silent();
}

#[test]
fn what_cannot_be_read_has_words_in_both_languages() {
    let words = phrase(&ErrorKind::PermissionDenied.into());
    assert_eq!((words.zh.as_str(), words.en.as_str()), ("没有读权限", "no permission to read it"));
}

mod settling {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn stamp(size: u64) -> Stamp {
        Stamp { size, inode: 7, modified: (100, 0), changed: (100, 0) }
    }

    fn path() -> &'static Path {
        Path::new("/inbox/青云县.txt")
    }

    #[test]
    fn a_file_settles_when_it_has_stood_still() {
        let (mut settling, start) = (Settling::new(SECOND * 2), Instant::now());
        assert_eq!(settling.look(path(), stamp(1), Sign::Seen, start), Next::Wait);
        assert_eq!(settling.next_due(), Some(start + SECOND * 2));
        assert_eq!(settling.look(path(), stamp(2), Sign::Seen, start + SECOND), Next::Wait);
        assert_eq!(settling.look(path(), stamp(2), Sign::Seen, start + SECOND * 2), Next::Wait, "it grew since");
        assert!(settling.due(start + SECOND * 2).is_empty());
        assert_eq!(settling.due(start + SECOND * 3), [path()]);
        assert_eq!(settling.look(path(), stamp(2), Sign::Seen, start + SECOND * 3), Next::Read);
    }

    #[test]
    fn a_file_that_was_read_is_read_again_only_when_it_changed() {
        let (mut settling, now) = (Settling::new(SECOND), Instant::now());
        assert_eq!(settling.look(path(), stamp(1), Sign::Complete, now), Next::Read);
        settling.done(path(), stamp(1));
        for sign in [Sign::Complete, Sign::Seen, Sign::Stood(SECOND * 9)] {
            assert_eq!(settling.look(path(), stamp(1), sign, now + SECOND * 5), Next::Nothing);
        }
        assert_eq!(settling.next_due(), None);
        for changed in [
            stamp(2),
            Stamp { inode: 8, ..stamp(1) },
            Stamp { modified: (100, 1), ..stamp(1) },
            Stamp { changed: (100, 1), ..stamp(1) },
        ] {
            settling.done(path(), stamp(1));
            assert_eq!(settling.look(path(), changed, Sign::Complete, now), Next::Read, "{changed:?}");
        }
    }

    #[test]
    fn a_file_found_at_the_start_settles_by_its_age() {
        let (mut settling, now) = (Settling::new(SECOND), Instant::now());
        assert_eq!(settling.look(path(), stamp(1), Sign::Stood(SECOND), now), Next::Read);
        let fresh = Path::new("/inbox/fresh.txt");
        assert_eq!(settling.look(fresh, stamp(1), Sign::Stood(SECOND / 2), now), Next::Wait);
        assert_eq!(settling.look(fresh, stamp(1), Sign::Seen, now + SECOND), Next::Read);
    }

    #[test]
    fn a_file_that_changed_under_our_hands_settles_anew() {
        let (mut settling, now) = (Settling::new(SECOND), Instant::now());
        assert_eq!(settling.look(path(), stamp(1), Sign::Complete, now), Next::Read);
        settling.changed(path(), stamp(2), now);
        assert_eq!(settling.next_due(), Some(now + SECOND));
        assert_eq!(settling.look(path(), stamp(2), Sign::Seen, now + SECOND / 2), Next::Wait);
        assert_eq!(settling.look(path(), stamp(2), Sign::Seen, now + SECOND), Next::Read);
    }

    #[test]
    fn a_file_that_is_gone_is_forgotten_with_all_that_was_in_its_folder() {
        let (mut settling, now) = (Settling::new(SECOND), Instant::now());
        let inside = Path::new("/inbox/乡镇/石桥镇.txt");
        let beside = Path::new("/inbox/乡镇二.txt");
        for file in [path(), inside, beside] {
            settling.done(file, stamp(1));
        }
        settling.forget(Path::new("/inbox/乡镇"));
        assert_eq!(settling.look(inside, stamp(1), Sign::Complete, now), Next::Read);
        assert_eq!(settling.look(beside, stamp(1), Sign::Complete, now), Next::Nothing);
        settling.keep(&[beside.to_owned()].into());
        assert_eq!(settling.look(path(), stamp(1), Sign::Complete, now), Next::Read);
        assert_eq!(settling.look(beside, stamp(1), Sign::Complete, now), Next::Nothing);
    }
}
