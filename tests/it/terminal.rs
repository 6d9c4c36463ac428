//! The program in a real pseudo-terminal: entering, leaving, signals. A handful; scenes test the rest without threads.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use gouji::config::knowledge;
use gouji::examine::{Beside, examine};
use gouji::export::json;
use gouji::model::{
    Counts, Evidence, Finding, Judged, JudgementKind, NewDecision, NewJudgement, ReportId, Severity, Verdict,
};
use gouji::store::{Arrival, NewReading, Store, current_reviewer};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long anything may take on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// The desk in a terminal of its own, on a folder of its own.
struct Terminal {
    folder: Arc<TempDir>,
    screen: Arc<Mutex<vt100::Parser>>,
    sent: Arc<Mutex<Vec<u8>>>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

impl Terminal {
    fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap())
    }

    /// In a folder that is the reviewer's home, with the settings that lie there.
    fn open_in(folder: impl Into<Arc<TempDir>>) -> Self {
        let folder = folder.into();
        fs::create_dir_all(folder.path().join("inbox")).unwrap();
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_gouji"));
        command.args(["review", "inbox", "--store", "store/gouji.db", "--lang", "en"]);
        command.cwd(folder.path());
        command.env("HOME", folder.path());
        command.env("TERM", "xterm-256color");
        command.env_remove("XDG_CONFIG_HOME");
        command.env_remove("XDG_DATA_HOME");
        let child = pair.slave.spawn_command(command).unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(24), cells(80), 0)));
        let sent = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (shown, kept) = (Arc::clone(&screen), Arc::clone(&sent));
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut bytes) {
                shown.lock().unwrap().process(&bytes[..length]);
                kept.lock().unwrap().extend_from_slice(&bytes[..length]);
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Self { folder, screen, sent, master: pair.master, keyboard, child }
    }

    fn inbox(&self) -> std::path::PathBuf {
        self.folder.path().join("inbox")
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    fn is_alternate(&self) -> bool {
        self.screen.lock().unwrap().screen().alternate_screen()
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    fn pid(&self) -> Pid {
        let pid = self.child.process_id().and_then(|pid| i32::try_from(pid).ok());
        pid.and_then(Pid::from_raw).unwrap()
    }

    /// Waits until something holds.
    fn until(&mut self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "{what} did not come about; the screen shows:\n{}", self.text());
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn shows(&mut self, what: &str) {
        self.until(what, |terminal| terminal.text().contains(what));
    }

    fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "still running; the screen shows:\n{}", self.text());
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
    }
}

fn demo(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo/inbox").join(name)
}

/// The state of a process, as `T` for stopped.
fn state(pid: Pid) -> char {
    let text = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
    text.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next()).unwrap_or('?')
}

#[test]
fn invariant_14_the_desk_enters_and_leaves_cleanly_and_asks_the_terminal_nothing() {
    let mut terminal = Terminal::open();
    terminal.until("the alternate screen", Terminal::is_alternate);
    terminal.shows("inbox");
    terminal.press("q");
    assert!(terminal.ended().success());
    terminal.until("the shell's screen", |terminal| !terminal.is_alternate());
    assert!(!terminal.screen.lock().unwrap().screen().hide_cursor());
    let sent = terminal.sent.lock().unwrap().clone();
    let sent = String::from_utf8_lossy(&sent);
    for question in ["\x1b[6n", "\x1b[c", "\x1b[>c", "\x1b[?u", "\x1b[18t"] {
        assert!(!sent.contains(question), "asked {question:?}");
    }
    for mouse in ["\x1b[?1000h", "\x1b[?1002h", "\x1b[?1003h"] {
        assert!(!sent.contains(mouse), "captured the mouse");
    }
}

#[test]
fn a_report_that_is_copied_in_is_seen_opened_and_approved_and_still_is_after_a_kill() {
    let mut terminal = Terminal::open();
    terminal.shows("inbox");
    fs::copy(demo("柳河镇2023.txt"), terminal.inbox().join("柳河镇2023.txt")).unwrap();
    terminal.shows("柳河镇");
    terminal.press("\r");
    terminal.shows("条例");
    terminal.press("a");
    terminal.shows("Approved and saved");
    terminal.signal(Signal::KILL);
    terminal.ended();
    let store = gouji::store::Store::open(&terminal.folder.path().join("store/gouji.db")).unwrap();
    let entries = store.entries().unwrap();
    let [entry] = entries.as_slice() else { panic!("one entry, not {entries:?}") };
    assert_eq!(entry.decision.as_ref().unwrap().verdict, gouji::model::Verdict::Approved);
}

/// The findings of the newest reading of a body's report: rule and what was said.
fn found(terminal: &Terminal, agency: &str) -> Option<Vec<String>> {
    let store = gouji::store::Store::open(&terminal.folder.path().join("store/gouji.db")).ok()?;
    let entries = store.entries().ok()?;
    let entry = entries.into_iter().find(|entry| entry.agency.as_deref() == Some(agency))?;
    let findings = store.findings(store.newest_reading(entry.report).ok()??).ok()?;
    let findings: serde_json::Value = serde_json::from_str(&findings).ok()?;
    let told = |finding: &serde_json::Value| format!("{} {}", finding["rule"], finding["message"]).replace('"', "");
    Some(findings["findings"].as_array()?.iter().map(told).collect())
}

#[test]
fn what_has_come_in_is_held_against_the_roster_when_a_report_arrives_and_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join(".config/gouji");
    fs::create_dir_all(&settings).unwrap();
    fs::write(settings.join("gouji.toml"), "[office]\ndeadline = 2024-01-26\nroster = \"roster.toml\"\n").unwrap();
    let town = |name: &str| format!("[[body]]\nname = \"{name}\"\nparent = \"青云县人民政府\"\n");
    let roster = ["石桥镇人民政府", "松台乡人民政府"].map(town).concat();
    fs::write(settings.join("roster.toml"), format!("[[body]]\nname = \"青云县人民政府\"\n{roster}")).unwrap();
    let mut terminal = Terminal::open_in(folder);
    terminal.shows("inbox");
    let arrive = |terminal: &mut Terminal, file: &str, agency: &str| {
        fs::copy(demo(file), terminal.inbox().join(file)).unwrap();
        terminal.until(agency, |terminal| found(terminal, agency).is_some());
        found(terminal, agency).unwrap()
    };
    let says = |told: &[String], what: &str| told.iter().any(|told| told.contains(what));
    let stone = arrive(&mut terminal, "石桥镇2023.txt", "石桥镇人民政府");
    assert!(says(&stone, "PRO-01"), "it came years after the deadline: {stone:?}");
    let county = arrive(&mut terminal, "青云县人民政府2023.txt", "青云县人民政府");
    let lacking = |told: &[String]| told.iter().filter(|told| told.starts_with("AGG-02")).cloned().collect::<Vec<_>>();
    let missing = lacking(&county);
    assert!(missing.len() == 1 && missing[0].contains("松台乡人民政府"), "{county:?}");
    arrive(&mut terminal, "松台乡2023.txt", "松台乡人民政府");
    terminal.shows("松台乡");
    // The county's line is the second of three; opening it reads it anew.
    terminal.press("j\r");
    terminal.until("a reading that misses nobody", |terminal| {
        found(terminal, "青云县人民政府").is_some_and(|told| lacking(&told).is_empty())
    });
}

/// How the newest version of a body's report answers the letter before it: its version, then points, those corrected.
fn answered(terminal: &Terminal, agency: &str) -> Option<(u32, Option<(usize, usize)>)> {
    let store = gouji::store::Store::open(&terminal.folder.path().join("store/gouji.db")).ok()?;
    let entries = store.entries().ok()?;
    let entry = entries.into_iter().find(|entry| entry.agency.as_deref() == Some(agency) && !entry.superseded)?;
    Some((entry.version, entry.answered.map(|answered| (answered.returned, answered.corrected))))
}

#[test]
fn what_was_sent_back_and_comes_again_unchanged_is_seen_and_each_point_is_counted_once() {
    let mut terminal = Terminal::open();
    terminal.shows("inbox");
    let agency = "石桥镇人民政府";
    let place = |terminal: &Terminal, name: &str| terminal.inbox().join(name);
    let unchanged = |terminal: &Terminal| {
        let all = found(terminal, agency).unwrap_or_default();
        all.into_iter().filter(|told| told.starts_with("PRO-02")).collect::<Vec<_>>()
    };
    fs::copy(demo("石桥镇2023.txt"), place(&terminal, "石桥镇.txt")).unwrap();
    terminal.shows("石桥镇");
    // A copy of what nobody sent back is the same report.
    fs::copy(demo("石桥镇2023.txt"), place(&terminal, "副本.txt")).unwrap();
    terminal.press("\r");
    terminal.shows("ARI-03");
    let rejections = |terminal: &Terminal| {
        let store = gouji::store::Store::open(&terminal.folder.path().join("store/gouji.db")).unwrap();
        let entries = store.entries().unwrap();
        entries.iter().filter(|entry| entry.decision.is_some()).count()
    };
    terminal.press("r");
    terminal.shows("For the letter");
    terminal.press("\r");
    terminal.until("a rejection", |terminal| rejections(terminal) == 1);
    assert_eq!(answered(&terminal, agency), Some((1, None)));
    // Moved, it has not come again.
    fs::rename(place(&terminal, "副本.txt"), place(&terminal, "旧.txt")).unwrap();
    let hash = blake3::hash(&fs::read(demo("石桥镇2023.txt")).unwrap()).to_hex();
    terminal.until("the new place", |terminal| {
        let store = Store::open(&terminal.folder.path().join("store/gouji.db")).unwrap();
        store.returned_content(&hash).unwrap().is_some_and(|returned| returned.paths.contains(&"旧.txt".to_owned()))
    });
    assert_eq!(answered(&terminal, agency), Some((1, None)));
    // File systems and decisions count seconds.
    thread::sleep(Duration::from_millis(1100));
    fs::copy(demo("石桥镇2023.txt"), place(&terminal, "重报.txt")).unwrap();
    terminal.until("version 2", |terminal| answered(terminal, agency).is_some_and(|(version, _)| version == 2));
    terminal.until("a reading", |terminal| !unchanged(terminal).is_empty());
    let told = unchanged(&terminal);
    assert!(told.len() == 1 && told[0].contains("重报文本与退回版本完全相同"), "{told:?}");
    let (_, letter) = answered(&terminal, agency).unwrap();
    let (points, corrected) = letter.unwrap();
    assert!(points > 0 && corrected == 0, "{letter:?}");
    assert_eq!(rejections(&terminal), 1, "the rejection stands");

    // An older program put PRO-02 into the letter as well; what it repeats is counted once.
    let mut store = Store::open(&terminal.folder.path().join("store/gouji.db")).unwrap();
    let second = store.entries().unwrap().into_iter().find(|entry| entry.version == 2).unwrap();
    let reading = store.newest_reading(second.report).unwrap().unwrap();
    let findings = json::findings(&store.findings(reading).unwrap()).unwrap();
    let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    let returned: Vec<String> = errors.map(|finding| finding.fingerprint).collect();
    assert_eq!(returned.len(), points + 1);
    let (report, reason) = (second.report, String::new());
    let decision = NewDecision { report, reading, verdict: Verdict::Rejected, reason, returned, previous: None };
    store.decide(decision, &current_reviewer(), 1).unwrap();
    let text = fs::read_to_string(demo("石桥镇2023.txt")).unwrap();
    fs::write(place(&terminal, "三报.txt"), format!("{text}\n")).unwrap();
    terminal.until("version 3", |terminal| {
        answered(terminal, agency).is_some_and(|(version, letter)| version == 3 && letter.is_some())
    });
    assert_eq!(answered(&terminal, agency), Some((3, Some((points, 0)))));
}

#[test]
fn a_hang_up_and_a_request_to_end_are_ordinary_ends() {
    for signal in [Signal::HUP, Signal::TERM] {
        let mut terminal = Terminal::open();
        terminal.shows("inbox");
        terminal.signal(signal);
        assert!(terminal.ended().success());
        terminal.until("the shell's screen", |terminal| !terminal.is_alternate());
    }
}

#[test]
fn a_resize_fills_the_new_size() {
    let mut terminal = Terminal::open();
    terminal.shows("inbox");
    terminal.screen.lock().unwrap().screen_mut().set_size(cells(40), cells(120));
    terminal.master.resize(size(120, 40)).unwrap();
    terminal.until("a last row", |terminal| {
        let screen = terminal.screen.lock().unwrap();
        let rows: Vec<String> = screen.screen().rows(0, 120).collect();
        !rows[39].trim().is_empty()
    });
}

#[test]
fn suspending_gives_the_terminal_back_and_continuing_takes_it_again() {
    let mut terminal = Terminal::open();
    terminal.shows("inbox");
    terminal.press("\x1a");
    terminal.until("a stopped process", |terminal| state(terminal.pid()) == 'T');
    terminal.until("the shell's screen", |terminal| !terminal.is_alternate());
    terminal.signal(Signal::CONT);
    terminal.until("the alternate screen", Terminal::is_alternate);
    terminal.shows("inbox");
    // Neither may drawing anew ask where the cursor is: the answer would go to the keyboard's thread.
    terminal.press("\x0c");
    terminal.press("q");
    assert!(terminal.ended().success());
    assert!(!String::from_utf8_lossy(&terminal.sent.lock().unwrap()).contains("\x1b[6n"));
}

#[test]
fn an_idle_desk_sends_nothing() {
    let mut terminal = Terminal::open();
    fs::copy(demo("柳河镇2023.txt"), terminal.inbox().join("柳河镇2023.txt")).unwrap();
    terminal.shows("柳河镇");
    // Longer than the clerk waits before it looks whether another desk has written.
    let quiet = |terminal: &Terminal| {
        let before = terminal.sent.lock().unwrap().len();
        thread::sleep(Duration::from_secs(5));
        terminal.sent.lock().unwrap().len() == before
    };
    assert!(quiet(&terminal) || quiet(&terminal));
}

#[test]
fn a_folder_that_vanishes_is_said_and_the_desk_goes_on() {
    let mut terminal = Terminal::open();
    terminal.shows("inbox");
    fs::remove_dir(terminal.inbox()).unwrap();
    terminal.shows("cannot be read");
    fs::create_dir(terminal.inbox()).unwrap();
    terminal.press("q");
    assert!(terminal.ended().success());
}

/// A store with 石桥镇's report as it was read under other rules: one of its findings explained, and one that is found no more.
fn stored_under_other_rules(store: &Path) -> ReportId {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo/inbox/石桥镇2023.txt");
    let bytes = fs::read(path).unwrap();
    let examined = examine("", &bytes, &knowledge().unwrap(), |_| Beside::default()).unwrap();
    let mut checks = examined.checks;
    let gone = Finding { rule: "OLD-01".to_owned(), fingerprint: "gone".to_owned(), ..checks.findings[0].clone() };
    checks.findings.push(gone.clone());
    let mut store = Store::open(store).unwrap();
    let arrival = Arrival {
        path: "石桥镇2023.txt",
        hash: &blake3::hash(&bytes).to_hex(),
        bytes: &bytes,
        kind: "txt",
        agency: Some(("石桥镇人民政府", "石桥镇")),
        year: Some(2023),
        refusal: None,
        received: 1,
    };
    let report = store.add(arrival).unwrap();
    let findings = json::evidence(&checks).to_string();
    let counts = Counts::of(&checks);
    let reading = store
        .add_reading(NewReading {
            report,
            program: "0.0.1",
            rules: "other",
            findings: &findings,
            counts,
            answered: None,
        })
        .unwrap();
    for finding in [&checks.findings[0], &gone] {
        let (kind, reason) = (JudgementKind::Waived, "已电话核实".to_owned());
        let judgement = NewJudgement { report, reading, evidence: Evidence::of(finding), kind, reason, previous: None };
        assert!(matches!(store.judge(judgement, &current_reviewer(), 2).unwrap(), Judged::Done(_)));
    }
    report
}

#[test]
fn what_was_stored_under_other_rules_is_checked_anew_and_what_is_judged_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").join("gouji.db");
    let report = stored_under_other_rules(&store);
    let mut terminal = Terminal::open_in(folder);
    // Its file is not in the inbox.
    terminal.shows("All checked anew. Judgements kept: 1; rule deleted: 1");
    terminal.press("\r");
    terminal.shows("sums hold");
    terminal.press("jm");
    terminal.shows("Left out of the letter; saved.");
    terminal.signal(Signal::KILL);
    terminal.ended();
    let kinds: Vec<JudgementKind> =
        Store::open(&store).unwrap().judgements(report).unwrap().0.iter().map(|judgement| judgement.kind).collect();
    assert_eq!(kinds, [JudgementKind::Waived, JudgementKind::Waived, JudgementKind::Unmarked]);
}

/// An office's own rule, and what its settings say of where it lies.
fn own_rule(folder: &Path, regex: &str, more: &str) {
    let settings = folder.join(".config").join("gouji");
    fs::create_dir_all(&settings).unwrap();
    fs::write(settings.join("gouji.toml"), "rules = [\"own.toml\"]\n").unwrap();
    let rule = "id = \"OWN-01\"\nseverity = \"error\"\ntitle = \"公开渠道\"";
    let check = format!("[rule.check]\nkind = \"required\"\nsection = \"other\"\nregex = \"{regex}\"");
    fs::write(settings.join("own.toml"), format!("[[rule]]\n{rule}\nmessage = \"没有写明{regex}。\"\n{check}\n{more}"))
        .unwrap();
}

#[test]
fn a_waiver_does_not_outlive_what_the_rule_demanded() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    own_rule(folder.path(), "12345|政务热线", "");
    let mut terminal = Terminal::open_in(Arc::clone(&folder));
    fs::copy(demo("柳河镇2023.txt"), terminal.inbox().join("柳河镇2023.txt")).unwrap();
    terminal.shows("柳河镇");
    terminal.press("\r");
    terminal.shows("OWN-01");
    let finding = |terminal: &Terminal| terminal.text().lines().any(|line| line.contains("12345"));
    terminal.until("the own rule's finding", finding);
    terminal.press("w说过了\r");
    terminal.shows("saved");
    terminal.press("q");
    assert!(terminal.ended().success());

    own_rule(folder.path(), "公开栏", "");
    let mut terminal = Terminal::open_in(Arc::clone(&folder));
    terminal.shows("All checked anew. Judgements kept: 0, open again: 1 because rule changed 1");
    terminal.press("q");
    assert!(terminal.ended().success());

    own_rule(folder.path(), "公开栏", "[[rule]]\nid = \"OWN-01\"\noff = true\n");
    let mut terminal = Terminal::open_in(Arc::clone(&folder));
    terminal.shows("All checked anew. Judgements kept: 0; rule switched off: 1");
    terminal.press("q");
    assert!(terminal.ended().success());
}
