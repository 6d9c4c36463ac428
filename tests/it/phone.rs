//! What a reviewer needs who has to explain a finding on the telephone: the rule, the sum term by term, every suspect, and
//! what a finding concerns that speaks of no cell.

use gouji::app::explain::{Explanation, Instances};
use gouji::app::{Card, Dialog, Earlier, Opened};
use gouji::config::{Words, knowledge};
use gouji::model::{CellState, Lang, Phrase, Section, Span, Suspect, Suspects};

use crate::support::samples;
use crate::support::scene::{Scene, review, scene};

/// 青云县's report with so many sets for its second finding, and `untold` more.
fn tied(count: usize, untold: usize) -> Opened {
    let mut opened = samples::qingyun();
    let sets = &mut opened.examined.suspects.sets;
    let first = sets[0].clone();
    sets.extend((1..count).map(|number| Suspect {
        message: Phrase::new(
            format!("若 (二)部分公开 第{number}列 0→1，该式成立（疑漏计）"),
            format!("if 3.2 Partly granted / column {number} 0→1, it holds (something seems to be left out)"),
        ),
        ..first.clone()
    }));
    for set in sets.iter_mut() {
        set.untold = untold;
    }
    opened
}

fn on(name: &'static str, opened: Opened) -> Scene {
    scene(name).press("<enter>").open(opened).shown()
}

/// How many suspects are on the screen, and how many more it says there are.
fn told(scene: &Scene) -> (usize, Option<usize>) {
    let text = scene.text();
    let shown = text.matches("若 (二)").count();
    let more = text.split("另有 ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
    (shown, more)
}

#[test]
fn a_tie_is_told_as_one_at_every_size() {
    for (width, height) in [(80, 24), (120, 40), (200, 60), (40, 12)] {
        for untold in [0, 4] {
            let scene = on("tie", tied(5, untold)).at(width, height).press("j");
            let (shown, more) = told(&scene);
            if (width, height) != (40, 12) {
                assert!(shown > 0 && shown + more.unwrap_or(0) == 5 + untold, "{}", scene.text());
            }
            let card = scene.press("=");
            let (shown, more) = told(&card);
            let all = shown + more.unwrap_or(0);
            assert!(all == 5 + untold, "{width}x{height} {shown} {more:?} {}", card.text());
            assert!(width < 120 || shown == 5, "{}", card.text());
        }
    }
}

#[test]
fn one_suspect_alone_is_no_tie() {
    let scene = on("alone", samples::qingyun()).press("j");
    assert_eq!(told(&scene), (1, None));
    assert_eq!(told(&scene.press("=")), (1, None));
}

#[test]
fn a_key_explains_the_rule_of_the_finding() {
    let scene = review("explain").press("j").shown().press("e").snapshots("rule").at(80, 24);
    assert!(matches!(&scene.state.dialog, Some(Dialog::Explain { rule, top: 0 }) if rule == "ARI-03"));
    // The last row is the end, however often the key is pressed; one key back is seen at once.
    let scene = scene.press(&"j".repeat(200));
    let end = scene.text();
    assert!(end.contains("停用") && end == scene.press("G").text());
    let scene = review("explain").press("je").press("Gk");
    assert_ne!(scene.text(), end);
    for leave in ["<esc>", "e", "<ctrl-e>"] {
        let scene = review("explain").press("je").press(leave);
        assert!(scene.state.dialog.is_none() && scene.state.review().is_some(), "{leave}");
    }
}

/// Every row that `gouji rules ID` would print at this width is on the screen when it is scrolled through.
#[test]
fn the_screen_explains_what_the_command_line_explains() {
    let (knowledge, words) = (knowledge().unwrap(), Words::load(Lang::Chinese));
    let rule = knowledge.rules.find("ARI-03").unwrap();
    let rows = Explanation::of(rule, &knowledge, &words, Instances::All).rows(78);
    assert!(rows.iter().any(|row| row.starts_with("依据    国办公开办函")) && rows.len() > 22, "{rows:#?}");
    let mut scene = review("explained").press("je");
    let mut seen = String::new();
    for _ in 0..rows.len() {
        seen.push_str(&scene.text());
        scene = scene.press("j");
    }
    for row in rows {
        assert!(seen.contains(row.trim_end()), "{row}");
    }
}

#[test]
fn an_undecided_rule_is_explained_too_and_a_notice_has_none() {
    let scene = review("explain-undecided").press("jjjjjjjje");
    assert!(matches!(&scene.state.dialog, Some(Dialog::Explain { rule, .. }) if rule == "ARI-03"), "{}", scene.text());
    assert!(scene.text().contains("收办勾稽不平"));
    let scene = review("explain-notice").press("Ge");
    assert!(scene.state.dialog.is_none() && scene.text().contains("这里没有规则可讲解"));
}

/// A decision counts only for what is on the screen; behind the explanation it is not.
#[test]
fn a_report_behind_an_explanation_cannot_be_decided() {
    let mut scene = review("behind").press("e").shown().press("<esc>");
    scene.take_effects();
    let scene = scene.press("a");
    assert!(scene.state.dialog.is_none() && scene.text().contains("报告还没有显示出来"), "{}", scene.text());
}

fn marked(scene: &Scene) -> Option<String> {
    scene.state.review().unwrap().marked().map(|cell| cell.id.to_string())
}

#[test]
fn the_keys_walk_the_terms_of_the_card_and_the_tables_follow() {
    let scene = review("walk").press("j=");
    let row = "requests.results.partially_granted";
    assert_eq!(marked(&scene), Some(format!("{row}@total")));
    assert!(scene.text().contains("依据 "), "{}", scene.text());
    let scene = scene.press("kk").snapshots("fifth").at(80, 24);
    assert_eq!(marked(&scene), Some(format!("{row}@legal_service_org")));
    assert_eq!(scene.state.review().unwrap().item, review("walk").press("j").state.review().unwrap().item);
    let scene = scene.press("g");
    assert_eq!(marked(&scene), Some(format!("{row}@natural_person")));
    let scene = scene.press("<esc>");
    assert_eq!((marked(&scene), scene.state.review().unwrap().card), (Some(format!("{row}@total")), Card::Folded));
    // Then the keys step over the findings again.
    assert_eq!(marked(&scene.press("j")), None);
}

#[test]
fn a_term_in_the_prose_is_pointed_at_in_the_text() {
    let scene = review("prose-term").press("=");
    let place = |scene: &Scene| {
        let review = scene.state.review().unwrap();
        review.place().map(|place| review.opened.examined.document.text[place.range()].to_owned())
    };
    let texts: Vec<_> = ["g", "j"]
        .into_iter()
        .scan(scene, |scene, key| {
            let next = std::mem::replace(scene, review("unused")).press(key);
            let said = (marked(&next).is_some(), place(&next));
            *scene = next;
            Some(said)
        })
        .collect();
    assert!(texts.iter().any(|(is_marked, place)| !is_marked && place.as_deref() == Some("5件")), "{texts:?}");
    assert!(texts.iter().any(|(is_marked, place)| *is_marked && place.as_deref() == Some("6")), "{texts:?}");
}

#[test]
fn a_finding_without_a_cell_marks_none_and_says_what_it_concerns() {
    let mut opened = samples::qingyun();
    let start = opened.examined.document.text.find("五、存在的主要问题").unwrap();
    let end = opened.examined.document.text.len();
    opened.examined.report.sections = vec![Section {
        number: 5,
        id: "problems".to_owned(),
        title: "五、存在的主要问题及改进情况".to_owned(),
        canonical: true,
        heading: Span::new(start, start + 3),
        span: Span::new(start, end),
    }];
    let scene = on("no-cell", opened).press("j");
    assert!(marked(&scene).is_some() && !scene.text().contains("涉及"));
    let scene = scene.press("j").snapshots("whole").at(80, 24);
    assert_eq!(marked(&scene), None);
    assert!(scene.text().contains("─ 原文  涉及全文 ─"));
    // STR-01 and PER-01 stand in the fifth section.
    let scene = scene.press("jj").snapshot("section");
    assert!(marked(&scene).is_none() && scene.text().contains("原文  涉及“五、存在的主要问题及改进情况”"));
    // The cursor of the tables is always seen, and the finding is pointed at again when it leaves them.
    let scene = scene.press("kkk<tab><tab>l");
    assert!(marked(&scene).is_some());
    let scene = scene.press("<tab>");
    assert_eq!(marked(&scene).as_deref(), Some("requests.results.partially_granted@total"));
}

#[test]
fn a_finding_on_an_unsure_reading_says_first_that_the_reading_must_be_checked() {
    let mut opened = samples::qingyun();
    let cells = opened.examined.checks.findings[1].cells.clone();
    for cell in opened.examined.report.cells.iter_mut().filter(|cell| cells.contains(&cell.id)) {
        cell.state = CellState::Unsure(cell.state.number());
    }
    opened.examined.suspects = Suspects::default();
    let scene = on("unsure", opened).press("j").snapshots("reading").at(80, 24);
    assert!(scene.text().contains("ARI-03  先核对读数 退 部分公开"), "{}", scene.text());
    assert!(scene.text().contains("疑点 先核对读数：这里有 7 格读数存疑"), "{}", scene.text());
    assert!(!review("sure").press("j").text().contains("先核对读数"));
}

/// What the desk says of last year's report, with and without folders of earlier years.
#[test]
fn what_is_said_of_last_year_is_true_of_what_was_given() {
    let said = |earlier: Earlier| {
        let mut scene = scene("earlier").press("j<enter>").open(samples::shiqiao()).shown();
        scene.state.setup.earlier = earlier;
        scene.press("d").text()
    };
    assert!(said(Earlier::NotGiven).contains("没有上年报告，无法对比。启动时用 --last-year"));
    let given = said(Earlier::Given);
    assert!(given.contains("上年文件夹里没有这个机关 2020 年的报告") && !given.contains("--last-year"), "{given}");
}
