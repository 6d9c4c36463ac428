//! Scenes: keys in, screen out; and what the desk may and may not do, by the invariants of the design.

use gouji::app::{Effect, Msg, Screen};
use gouji::model::{Counts, Entry, Phrase, Recorded, ReportId, Verdict};

use crate::support::samples::{self, decided, decision};
use crate::support::scene::{Scene, empty, review, scene};

#[test]
fn an_empty_queue_says_which_folder_is_watched() {
    empty("queue-empty").snapshots("start");
}

#[test]
fn the_queue_lists_open_reports_first() {
    scene("queue").snapshots("list");
}

#[test]
fn counts_of_many_digits_stand_apart() {
    let counts = Counts { error: 12, warning: 1, info: 140, undecided: 1140, passed: 0 };
    let entry = Entry { counts, ..samples::qingyun().entry };
    let scene = scene("queue-counts").line(entry.clone()).snapshots("list");
    assert!(scene.at(80, 24).text().contains(" 12  1 140 999+  未审"));
    let counts = Counts { error: 1140, warning: 1140, info: 1140, undecided: 1140, passed: 0 };
    let scene = self::scene("queue-counts").line(Entry { counts, ..entry });
    assert!(scene.text().contains(" 999+ 999+ 999+ 999+  未审"), "{}", scene.text());
}

#[test]
fn the_filter_thins_the_queue_out() {
    scene("queue").press("/柳河").snapshot("filter").press("<enter>").snapshot("filtered");
}

#[test]
fn a_report_with_errors() {
    review("review").snapshots("first").press("j").snapshots("second");
}

#[test]
fn the_cursor_goes_through_the_undecided() {
    review("review").press("jjjjjjjj").snapshots("undecided");
}

#[test]
fn each_pane_grows_with_the_focus() {
    review("review").press("<tab>").snapshot("source").press("<tab>").snapshot("tables").press("jjl").snapshot("cell");
}

#[test]
fn the_tables_follow_t() {
    review("review").press("<tab><tab>ttj").snapshots("disclosure").press("tt").snapshot("relief");
}

#[test]
fn approving_with_errors_asks_for_a_reason() {
    review("approve").press("a").snapshots("asks").press("<enter>").snapshot("asks-again");
}

#[test]
fn rejecting_asks_for_a_reason() {
    review("reject").press("r").press("表三缺行，请补齐").snapshot("written");
}

#[test]
fn a_decision_is_shown_when_the_store_has_it() {
    let mut scene = review("recorded").press("r理由<enter>");
    let Some(Effect::Decide(sent)) = scene.take_effects().pop() else { panic!("nothing was sent") };
    assert_eq!((sent.verdict, sent.reason.as_str(), sent.previous), (Verdict::Rejected, "理由", None));
    let scene = scene.snapshot("saving");
    assert!(!scene.text().contains("已退回"));
    let done = decision(1, 7, Verdict::Rejected, "理由", "陈静");
    let line = decided(&samples::qingyun().entry, done.clone());
    scene.told(Msg::Recorded(Recorded::Done(done), Box::new(line))).snapshots("done");
}

#[test]
fn a_lost_race_tells_who_was_faster() {
    let theirs = decision(1, 7, Verdict::Rejected, "表三缺行", "王敏");
    let line = decided(&samples::qingyun().entry, theirs.clone());
    review("lost-race")
        .press("a无妨<enter>")
        .told(Msg::Recorded(Recorded::LostRace(theirs), Box::new(line)))
        .snapshots("told");
}

#[test]
fn the_proof_card_writes_the_sum_out() {
    review("proof").press("j=").snapshots("sum").press("<esc>k=").snapshot("prose");
}

#[test]
fn what_the_reader_of_the_file_says_is_listed_too() {
    review("notice").press("G").snapshots("last");
}

#[test]
fn a_reason_that_could_not_be_saved_is_not_lost() {
    let mut scene = review("not-saved").press("r表三缺行<enter>");
    scene.take_effects();
    let why = Phrase::new("磁盘已满", "disk full");
    let scene = scene.told(Msg::NotRecorded(samples::qingyun().entry.report, why)).snapshot("offered-again");
    let mut scene = scene.shown().press("<enter>");
    assert!(matches!(&scene.take_effects()[..], [Effect::Decide(sent)] if sent.reason == "表三缺行"));
}

#[test]
fn a_reason_that_lost_a_race_is_offered_again() {
    let theirs = decision(1, 7, Verdict::Rejected, "表三缺行", "王敏");
    let line = decided(&samples::qingyun().entry, theirs.clone());
    let scene = review("lost-reason").press("a已电话核实<enter>");
    let scene = scene.told(Msg::Recorded(Recorded::LostRace(theirs), Box::new(line.clone()))).shown();
    assert!(!scene.text().contains("> 已电话核实"), "the reviewer first reads what the colleague wrote");
    let mut scene = scene.press("a");
    assert!(scene.text().contains("> 已电话核实"));
    scene.take_effects();
    let mut scene = scene.press("<enter>");
    let [Effect::Decide(sent)] = &scene.take_effects()[..] else { panic!("nothing was sent") };
    assert_eq!((sent.reason.as_str(), sent.previous.map(|id| id.0)), ("已电话核实", Some(7)));
    // Once recorded, the reason has served.
    let done = decision(1, 8, Verdict::Approved, "已电话核实", "陈静");
    let line = decided(&line, done.clone());
    let scene = scene.told(Msg::Recorded(Recorded::Done(done), Box::new(line))).shown().press("r");
    assert!(scene.text().contains("退回的理由") && !scene.text().contains("> 已电话核实"));
}

#[test]
fn the_cursor_follows_a_submission_to_its_newest_version() {
    let old = Entry { superseded: true, ..samples::shiqiao().entry };
    let new = Entry { report: ReportId(90), version: 2, received: old.received + 90_000, ..samples::shiqiao().entry };
    let selected = |scene: &Scene| scene.state.selected;
    // Either line may come first.
    for lines in [[old.clone(), new.clone()], [new.clone(), old.clone()]] {
        let [first, second] = lines;
        let scene = scene("follows").press("j").line(first.clone()).line(second.clone());
        assert_eq!(selected(&scene), Some(new.report));
        let scene = scene.press("k");
        assert_ne!(selected(&scene), Some(new.report));
        // Under a filter that the old version no longer matches, too.
        let filtered = under_a_filter(first, second);
        assert_eq!(selected(&filtered), Some(new.report));
    }
    // While the old version is read, it stays; who leaves it stands on the new one.
    let reading =
        scene("follows").press("j<enter>").open(samples::shiqiao()).shown().line(old.clone()).line(new.clone());
    assert_eq!(selected(&reading), Some(old.report));
    assert_eq!(selected(&reading.press("<esc>")), Some(new.report));
    // Another year of the same body is another submission.
    let other = Entry { year: Some(2020), ..new };
    let scene = scene("follows").press("j").line(other.clone()).line(old);
    assert_ne!(selected(&scene), Some(other.report));
}

/// The sample queue under the filter for open reports, the cursor on 石桥镇, after two more lines have come.
fn under_a_filter(first: Entry, second: Entry) -> Scene {
    scene("follows").press("/未审<enter>j").line(first).line(second)
}

#[test]
fn the_comparison_shows_figures_and_sentences() {
    review("compare").press("d").snapshots("open");
}

#[test]
fn the_help_is_written_from_the_keymap() {
    review("help").press("?").snapshots("top");
}

#[test]
fn a_refused_file_says_why() {
    scene("refused").press("jjj<enter>").snapshots("why");
}

#[test]
fn the_screen_speaks_english() {
    scene("english")
        .in_english()
        .snapshot("queue")
        .press("<enter>")
        .open(samples::qingyun())
        .shown()
        .snapshots("review");
}

#[test]
fn a_clean_report_without_last_year() {
    scene("clean").press("j<enter>").open(samples::shiqiao()).shown().snapshots("review");
}

#[test]
fn borders_may_be_ascii() {
    review("ascii").with_ascii_borders().press("a").snapshot("dialog");
}

#[test]
fn trouble_is_told_in_one_line_and_kept_for_the_help() {
    let lost = Phrase::new("收件文件夹不见了：/srv/年报/收件", "the inbox is gone: /srv/inbox");
    let scene = scene("trouble").told(Msg::Failed(lost)).snapshot("line").press("?").snapshot("help");
    assert!(!scene.press("?").told(Msg::Mended).text().contains("不见了"));
}

#[test]
fn leaving_waits_for_the_store() {
    let done = decision(2, 7, Verdict::Approved, "", "陈静");
    let line = decided(&samples::shiqiao().entry, done.clone());
    let mut scene = scene("quit").press("j<enter>").open(samples::shiqiao()).shown().press("aq").snapshot("asks");
    scene.take_effects();
    scene.tell(Msg::Recorded(Recorded::Done(done), Box::new(line)));
    assert_eq!(scene.take_effects(), [Effect::Quit]);
}

#[test]
fn invariant_8_the_screen_shows_a_decision_only_after_the_store_has_it() {
    let scene = scene("i8").press("j<enter>").open(samples::shiqiao()).shown().press("a");
    let status = |text: &str| text.lines().next().unwrap().to_owned();
    assert!(status(&scene.text()).contains("保存中"), "{}", status(&scene.text()));
    let scene = scene.told(Msg::NotRecorded(samples::shiqiao().entry.report, Phrase::new("磁盘已满", "disk full")));
    assert!(status(&scene.text()).contains("未审"));
    assert!(scene.text().contains("磁盘已满"));
}

#[test]
fn invariant_9_a_report_that_is_not_on_the_screen_cannot_be_decided() {
    // Typed ahead: the report has come but has not been drawn.
    let mut scene = scene("i9").press("j<enter>").open(samples::shiqiao()).press("a");
    assert!(!scene.take_effects().iter().any(|effect| matches!(effect, Effect::Decide(_))));
    // The next report has been asked for while this one is still drawn.
    let mut scene = scene.shown().press("na");
    assert!(!scene.take_effects().iter().any(|effect| matches!(effect, Effect::Decide(_))));
    // From the queue nothing can be decided.
    let mut scene = scene.press("<esc><esc>ar");
    assert_eq!(scene.state.screen, Screen::Queue);
    assert!(scene.take_effects().is_empty());
}

#[test]
fn one_key_never_decides_two_reports() {
    let mut scene = scene("once").press("j<enter>").open(samples::shiqiao()).shown().press("aaana");
    let decisions = scene.take_effects().into_iter().filter(|effect| matches!(effect, Effect::Decide(_))).count();
    assert_eq!(decisions, 1);
}

#[test]
fn a_late_answer_to_an_older_question_is_dropped() {
    let scene = scene("late").press("<enter>").press("<esc>").open(samples::qingyun());
    assert_eq!(scene.state.screen, Screen::Queue);
}

#[test]
fn undo_names_the_decision_that_it_withdraws() {
    let done = decision(1, 7, Verdict::Rejected, "理由", "陈静");
    let line = decided(&samples::qingyun().entry, done);
    let mut scene = review("undo").line(line).shown().press("u");
    let Some(Effect::Decide(sent)) = scene.take_effects().pop() else { panic!("nothing was sent") };
    assert_eq!((sent.verdict, sent.previous.map(|id| id.0)), (Verdict::Withdrawn, Some(7)));
}

#[test]
fn another_desks_decision_must_be_seen_before_this_one_decides() {
    let theirs = decision(2, 7, Verdict::Rejected, "理由", "王敏");
    let line = decided(&samples::shiqiao().entry, theirs);
    let mut scene = scene("elsewhere").press("j<enter>").open(samples::shiqiao()).shown();
    scene.take_effects();
    let mut scene = scene.line(line).snapshot("told").press("a");
    assert!(scene.take_effects().is_empty());
    let mut scene = scene.shown().press("a");
    assert!(matches!(&scene.take_effects()[..], [Effect::Decide(sent)] if sent.previous.map(|id| id.0) == Some(7)));
}

#[test]
fn a_decision_that_came_while_the_reason_was_written_takes_a_second_enter() {
    let theirs = decision(1, 7, Verdict::Approved, "", "王敏");
    let line = decided(&samples::qingyun().entry, theirs);
    let mut scene = review("overtaken").press("r表三缺行").line(line.clone()).shown().press("，请补齐<enter><enter>");
    assert!(!scene.take_effects().iter().any(|effect| matches!(effect, Effect::Decide(_))), "nobody has read the line");
    let scene = scene.shown().snapshot("told");
    assert!(scene.text().contains("王敏 刚刚已把这份报告定为“通过”；仍要退回请再按一次 Enter。"), "{}", scene.text());
    assert!(scene.text().contains("> 表三缺行，请补齐"));
    let english = review("overtaken").press("r").line(line.clone()).shown().press("<enter>").in_english().shown();
    assert!(english.text().contains("王敏 has just said \"approved\" of this report; Enter once more to"));
    let sent = |mut scene: Scene| match scene.take_effects().pop() {
        Some(Effect::Decide(sent)) => (sent.reason, sent.previous.map(|id| id.0)),
        other => panic!("nothing was sent: {other:?}"),
    };
    let scene = scene.press("<enter>");
    assert_eq!(sent(scene), ("表三缺行，请补齐".to_owned(), Some(7)));
    // Who leaves the dialog instead finds the reason again; the decision has been seen by then.
    let left = review("overtaken").press("r表三缺行").line(line).shown().press("<enter>").shown().press("<esc>r");
    assert!(left.text().contains("> 表三缺行"));
    assert_eq!(sent(left.press("<enter>")), ("表三缺行".to_owned(), Some(7)));
}

#[test]
fn a_decision_that_was_taken_back_while_the_reason_was_written_takes_a_second_enter() {
    let line = decided(&samples::qingyun().entry, decision(1, 7, Verdict::Approved, "", "王敏"));
    let open = decided(&line, decision(1, 8, Verdict::Withdrawn, "", "王敏"));
    let mut scene = review("withdrawn-meanwhile").line(line).shown().press("r").line(open).shown().press("<enter>");
    assert!(!scene.take_effects().iter().any(|effect| matches!(effect, Effect::Decide(_))));
    let mut scene = scene.shown();
    assert!(scene.text().contains("原来的决定刚被撤销；仍要退回请再按一次 Enter。"), "{}", scene.text());
    scene = scene.press("<enter>");
    assert!(matches!(&scene.take_effects()[..], [Effect::Decide(sent)] if sent.previous.map(|id| id.0) == Some(8)));
}

#[test]
fn a_paste_counts_only_in_a_text_field() {
    let mut scene = review("paste").told(Msg::Paste("aq\n".to_owned()));
    assert!(scene.take_effects().iter().all(|effect| matches!(effect, Effect::Open(_))));
    let mut scene = scene.press("r").told(Msg::Paste("第一行\n第二行".to_owned())).press("<enter>");
    assert!(matches!(&scene.take_effects()[..], [Effect::Decide(sent)] if sent.reason == "第一行 第二行"));
}

#[test]
fn what_does_not_fit_a_field_is_said() {
    let full = |count: usize| format!("已满 1333 字/4000 字节，多出的 {count} 字没有写入。");
    let scene = review("field-full").press("r").told(Msg::Paste("退".repeat(1333))).press("a");
    assert!(!scene.text().contains("已满"), "4000 bytes fit");
    // What is typed counts up until something is corrected; a paste goes in as far as there is room.
    let scene = scene.press("补b");
    assert!(scene.text().contains(&full(2)), "{}", scene.text());
    let scene = scene.press("<backspace><backspace>");
    assert!(!scene.text().contains("已满"));
    let mut scene = scene.told(Msg::Paste("甲乙丙".to_owned())).snapshot("paste");
    assert!(scene.text().contains(&full(2)));
    scene.take_effects();
    let mut scene = scene.press("<enter>");
    let Some(Effect::Decide(sent)) = scene.take_effects().pop() else { panic!("nothing was sent") };
    assert_eq!(sent.reason, format!("{}甲", "退".repeat(1332)));
    let english = review("field-full").in_english().press("w").told(Msg::Paste("明".repeat(2000)));
    assert!(english.text().contains("Full (1333 hanzi, 4000 bytes); left out: 667."), "{}", english.text());
    // The filter has its own line.
    let scene = self::scene("field-full").press("/").told(Msg::Paste("县".repeat(1340)));
    assert!(scene.text().contains(&full(7)), "{}", scene.text());
    assert!(!scene.press("<left>").text().contains("已满"));
}

#[test]
fn full_width_letters_are_keys_too() {
    let mut scene = scene("wide").press("ｊ<enter>").open(samples::shiqiao()).shown().press("ａ");
    assert!(scene.take_effects().iter().any(|effect| matches!(effect, Effect::Decide(_))));
}

#[test]
fn copying_takes_the_message_and_the_words_it_points_at() {
    let mut scene = review("copy").press("y");
    assert_eq!(
        scene.take_effects().pop(),
        Some(Effect::Copy("NAR-01 正文说收到申请5件，表三本年新收总计为6件，两处不一致\n5件".to_owned()))
    );
}

#[test]
fn the_filter_knows_status_and_counts() {
    let count = |filter: &str| scene("filter").press("/").press(filter).state.listed().len();
    assert_eq!(
        (count("未审"), count("错误5"), count("松台 2021"), count("王敏"), count("jpg"), count("没有")),
        (3, 1, 1, 1, 1, 0)
    );
}

#[test]
fn invariant_12_nothing_in_a_file_reaches_the_terminal_as_a_command() {
    let evil = "青\u{1b}[2J\u{202e}云\u{200b}\u{7}县";
    let mut opened = samples::qingyun();
    opened.entry.agency = Some(evil.to_owned());
    opened.entry.path = evil.to_owned();
    opened.examined.document.text.push_str(evil);
    opened.examined.checks.findings[0].message = Phrase::new(evil, evil);
    opened.examined.checks.findings[0].rule = evil.to_owned();
    let listed = scene("evil").line(opened.entry.clone());
    let shown = scene("evil").press("<enter>").open(opened).shown();
    let noted = scene("evil").told(Msg::Failed(Phrase::new(evil, evil)));
    for mut scene in [listed, shown, noted] {
        for (width, height) in [(80, 24), (120, 40)] {
            scene = scene.at(width, height);
            let is_harmful = |symbol: &str| symbol.chars().any(gouji::text::is_unprintable);
            assert!(scene.buffer().content.iter().all(|cell| !is_harmful(cell.symbol())));
        }
    }
}

#[test]
fn places_that_do_not_fit_the_text_are_survived() {
    let mut opened = samples::qingyun();
    opened.examined.document.text.insert_str(0, "ab");
    let scene = scene("shifted").press("<enter>").open(opened).shown().press("jjjj<tab>jj<tab>jj").at(120, 40);
    assert!(scene.text().contains("青云县"));
}

#[test]
fn no_size_and_no_dialog_makes_the_desk_fall_over() {
    for (width, height) in [(1, 1), (5, 2), (2, 5), (40, 12), (80, 3), (109, 17), (110, 6)] {
        for keys in ["", "j", "jjjjjjjjj", "<tab>", "<tab><tab>jjl", "t", "tt", "=", "d", "?", "a", "r文字", "/柳", "q"]
        {
            for scene in [scene("edge"), review("edge"), empty("edge"), scene("edge").press("G<enter>")] {
                let scene = scene.at(width, height).press(keys).shown();
                assert!(scene.text().lines().all(|line| gouji::text::width(line) <= usize::from(width)));
            }
        }
    }
}
