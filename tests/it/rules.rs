//! The rules as a reviewer meets them: each with a report that passes, one that fails and, where it can be, one that is
//! left undecided; the real reports; the registry; and what a mistake in a rule file is answered with.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its fixtures and stops at the first surprise"
)]

mod book;
mod claims;
mod fixture;
mod golden;
mod hostile;
mod lint;
mod loading;
mod own;
mod proofs;
mod prose;
mod sentences;
mod years;

use std::fs;
use std::path::{Path, PathBuf};

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::model::Reason;
use gouji::rules::{Rules, code_names};

use fixture::{Fixture, print};

/// Rules that always have an answer once a report is recognised: they ask whether something is there.
const ALWAYS_DECIDED: &[&str] = &[
    "EXT-01", "EXT-02", "EXT-03", "EXT-04", "EXT-05", "EXT-06", "EXT-08", "FEE-07", "IDN-03", "IDN-04", "IDN-05",
    "IDN-06", "IDN-07", "NAR-16", "PER-06", "PRV-01", "PRV-02", "PRV-03", "PRV-04", "PRV-05", "STR-01", "STR-02",
    "STR-05", "STR-06", "STR-10", "STR-13", "TAB-01", "TAB-02", "TXT-01", "TXT-02", "TXT-03", "TXT-04", "TXT-05",
    "TXT-06", "TXT-07", "TXT-08", "TXT-09", "TXT-10", "TXT-11", "TXT-12",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules")
}

fn standard() -> (Vec<Form>, Rules) {
    let forms = Form::editions().unwrap();
    let rules = Rules::standard(&forms).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    (forms, rules)
}

fn fixture(id: &str, name: &str) -> Fixture {
    let path = folder().join(id).join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is lacking", path.display()));
    Fixture::read(&text, &path.display().to_string())
}

#[test]
fn every_rule_has_its_fixtures_and_every_fixture_its_rule() {
    let (_, rules) = standard();
    for rule in &rules.rules {
        let undecided = folder().join(&rule.id).join("undecided.toml").is_file();
        assert!(folder().join(&rule.id).join("valid.toml").is_file(), "{}: valid.toml is lacking", rule.id);
        assert!(folder().join(&rule.id).join("invalid.toml").is_file(), "{}: invalid.toml is lacking", rule.id);
        assert_eq!(undecided, !ALWAYS_DECIDED.contains(&rule.id.as_str()), "{}: undecided.toml", rule.id);
    }
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(rules.rule(&name).is_some(), "fixtures/rules/{name} belongs to no rule");
    }
}

#[test]
fn a_valid_report_passes_its_rule() {
    let (forms, rules) = standard();
    for rule in &rules.rules {
        let checks = fixture(&rule.id, "valid.toml").check(&forms, &rules).checks;
        let found: Vec<&str> =
            checks.findings.iter().filter(|finding| finding.rule == rule.id).map(|f| f.message.zh.as_str()).collect();
        assert!(found.is_empty(), "{}: {found:?}", rule.id);
        assert!(checks.passed.iter().any(|(id, holds)| *id == rule.id && *holds > 0), "{} passed nowhere", rule.id);
    }
}

#[test]
fn invariant_6_an_undecided_rule_has_not_passed() {
    let (forms, rules) = standard();
    for rule in rules.rules.iter().filter(|rule| !ALWAYS_DECIDED.contains(&rule.id.as_str())) {
        let fixture = fixture(&rule.id, "undecided.toml");
        let expected = fixture.reason.clone().unwrap_or_else(|| panic!("{}: `reason` is lacking", rule.id));
        let checks = fixture.check(&forms, &rules).checks;
        let reasons: Vec<&str> =
            checks.undecided.iter().filter(|undecided| undecided.rule == rule.id).map(|u| u.reason.name()).collect();
        assert!(reasons.contains(&expected.as_str()), "{}: {reasons:?}, expected {expected}", rule.id);
        assert!(!checks.findings.iter().any(|finding| finding.rule == rule.id), "{} fired", rule.id);
    }
}

#[test]
fn an_invalid_report_is_told_as_a_person_would_read_it() {
    let (forms, rules) = standard();
    for rule in &rules.rules {
        let checked = fixture(&rule.id, "invalid.toml").check(&forms, &rules);
        let findings: Vec<_> = checked.checks.findings.iter().filter(|finding| finding.rule == rule.id).collect();
        assert!(!findings.is_empty(), "{} did not fire", rule.id);
        let told: Vec<String> = findings.into_iter().map(|finding| print(finding, &checked)).collect();
        let told = told.join("\n");
        assert!(!told.contains(['{', '}']) || rule.id == "EXT-03", "{}: a place left open:\n{told}", rule.id);
        insta::with_settings!({prepend_module_to_snapshot => false, snapshot_path => "snapshots/rules", omit_expression => true}, {
            insta::assert_snapshot!(rule.id.as_str(), told);
        });
    }
}

#[test]
fn every_rule_is_complete_in_both_languages() {
    let (_, rules) = standard();
    let mut ids: Vec<&str> = rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules.rules.len());
    for rule in &rules.rules {
        for phrase in [&rule.title, &rule.doc, &rule.message].into_iter().chain(rule.variants.values()) {
            assert!(!phrase.zh.is_ascii(), "{}: {phrase:?}", rule.id);
            assert!(phrase.en.split_whitespace().count() > 1, "{}: {phrase:?}", rule.id);
        }
        assert!(!rule.source.is_empty() && rule.doc.zh.chars().count() > 30, "{}", rule.id);
    }
}

#[test]
fn every_code_has_a_rule() {
    let (_, rules) = standard();
    for name in code_names() {
        assert!(rules.rules.iter().any(|rule| rule.code() == Some(name)), "no rule uses the code `{name}`");
    }
}

#[test]
fn a_file_that_is_no_report_gets_one_finding() {
    let (forms, rules) = standard();
    let checks = fixture("EXT-01", "invalid.toml").check(&forms, &rules).checks;
    assert_eq!(checks.findings.len(), 1);
    assert!(checks.passed.is_empty());
    assert!(checks.undecided.iter().all(|undecided| undecided.reason == Reason::NotFound));
    assert!(checks.undecided.len() > 20);
}

#[test]
fn a_rule_of_another_edition_is_not_listed() {
    let (forms, rules) = standard();
    let checks = Fixture::read("form = \"2019\"\nyear = 2020", "inline").check(&forms, &rules).checks;
    for id in ["ARI-06", "TAB-07", "YOY-02"] {
        assert!(!checks.passed.iter().any(|(rule, _)| rule == id) && !checks.undecided.iter().any(|u| u.rule == id));
    }
    let is_identity = |id: &str| ["ARI-01", "ARI-02", "ARI-03", "ARI-04"].contains(&id);
    let passed: usize = checks.passed.iter().filter(|(id, _)| is_identity(id)).map(|(_, holds)| holds).sum();
    assert_eq!(passed, 40);
}

#[test]
fn findings_come_by_severity_then_by_place() {
    let (forms, rules) = standard();
    let toml = "[cells]\n\"requests.carried_out@total\" = \"3\"\n\"relief.review@total\" = \"9\"\n\"disclosure.art20_1.rules@made\" = \"\"\n";
    let checks = Fixture::read(toml, "inline").check(&forms, &rules).checks;
    let order: Vec<_> =
        checks.findings.iter().map(|finding| (finding.severity, finding.span.is_none(), finding.span)).collect();
    assert!(order.len() > 3 && order.is_sorted(), "{order:?}");
}

#[test]
fn a_fingerprint_lives_as_long_as_the_evidence() {
    let (forms, rules) = standard();
    let print = |toml: &str| -> String {
        let checks = Fixture::read(toml, "inline").check(&forms, &rules).checks;
        checks.findings.iter().find(|finding| finding.rule == "ARI-04").unwrap().fingerprint.clone()
    };
    let three = print("[cells]\n\"relief.review@total\" = \"3\"");
    assert_eq!(three.len(), 16);
    assert_eq!(three, print("[reword]\n\"一年来\" = \"这一年\\n来\"\n[cells]\n\"relief.review@total\" = \"3\""));
    assert_ne!(three, print("[cells]\n\"relief.review@total\" = \"4\""));
}

#[test]
fn a_plain_report_of_either_edition_has_nothing_against_it() {
    let (forms, rules) = standard();
    for toml in ["year = 2023", "form = \"2019\"\nyear = 2020"] {
        let checks = Fixture::read(toml, "inline").check(&forms, &rules).checks;
        let fired: Vec<&str> = checks.findings.iter().map(|finding| finding.rule.as_str()).collect();
        assert_eq!(fired, ["YOY-10"]);
    }
}

#[test]
fn special_cases_have_their_own_words() {
    let (forms, rules) = standard();
    for (rule, toml, severity, words) in [
        ("EXT-01", "text = \" \\n\\u3000\\n\"", "error", "没有任何文字"),
        ("EXT-02", "[sections]\nother = \"全年没有收取信息处理费，其他需要报告的事项，\"", "error", "一句没有说完"),
        ("EXT-02", "[sections]\nother = \"全年没有收取信息处理费，也没有其他需要报告的事项\"", "info", "没有句末标点"),
        ("EXT-02", "[sections]\nrelief = \"missing\"", "error", "此前缺少“四、"),
        ("EXT-02", "[cells]\n\"requests.carried_out@total\" = \"missing\"", "error", "其后1行缺失"),
        ("STR-05", "not_found = [\"title\"]", "error", "没有找到报告标题"),
        (
            "STR-05",
            "[retype]\n\"政府信息公开工作年度报告\" = \"政府信息公开年度报告\"",
            "warning",
            "不规范，建议“青云县人民政府2023年",
        ),
        ("TAB-04", "form = \"2019\"\nyear = 2020\n[cells]\n\"requests.carried_in@total\" = \"\"", "info", "为空"),
        ("TAB-07", "[cells]\n\"disclosure.art20_8.fees@amount_wan\" = \"12.50\"", "info", "多余的0"),
        ("TAB-07", "[cells]\n\"disclosure.art20_8.fees@amount_wan\" = \"12.5万元\"", "error", "12.5万元"),
        ("TAB-07", "[cells]\n\"disclosure.art20_8.fees@amount_wan\" = \"-3\"", "error", "-3"),
        (
            "PER-01",
            "[reword]\n\"2023年，青云县\" = \"2022年，青云县\"\n\"一年来\" = \"2022年、2022年\"",
            "error",
            "正文多数为2022年",
        ),
        ("FEE-01", "[sections]\nother = \"missing\"", "error", "未报告信息处理费"),
    ] {
        let checks = Fixture::read(toml, "inline").check(&forms, &rules).checks;
        let finding =
            checks.findings.iter().find(|finding| finding.rule == rule).unwrap_or_else(|| panic!("{rule}: {toml}"));
        assert_eq!(finding.severity.name(), severity, "{}", finding.message.zh);
        assert!(finding.message.zh.contains(words), "{}", finding.message.zh);
        assert!(![&finding.message.zh, &finding.message.en].iter().any(|text| text.contains('{')), "{rule}");
    }
}

#[test]
fn a_sum_that_fails_whatever_the_blank_is_fails() {
    let (forms, rules) = standard();
    let toml =
        "[cells]\n\"relief.review@upheld\" = \"3\"\n\"relief.review@other\" = \"\"\n\"relief.review@total\" = \"2\"";
    let checks = Fixture::read(toml, "inline").check(&forms, &rules).checks;
    assert!(
        checks.findings.iter().any(|finding| finding.rule == "ARI-04" && finding.message.zh.contains("=3，总计填2"))
    );
}

#[test]
fn an_implied_figure_is_named() {
    let (forms, rules) = standard();
    let checks = fixture("ARI-01", "undecided.toml").check(&forms, &rules).checks;
    let implied = checks.undecided.iter().find(|undecided| undecided.reason == Reason::Implied).unwrap();
    assert!(implied.message.zh.contains("推算应为2"), "{}", implied.message.zh);
    assert_eq!(implied.cells, ["requests.new_received@other_org".into()]);
}

#[test]
fn no_rule_breaks_down_wherever_the_text_is_cut() {
    let (forms, rules) = standard();
    let whole = fixture("EXT-03", "invalid.toml").check(&forms, &rules).document.text;
    let cuts: Vec<usize> = whole.char_indices().map(|(at, _)| at).step_by(23).collect();
    for cut in cuts {
        let readable = |text: &&str| read("", format!(".{text}").as_bytes(), &Limits::default()).is_ok();
        for text in [&whole[..cut], &whole[cut..]].into_iter().filter(readable) {
            let toml = format!("text = {}", toml::Value::from(format!(".{text}")));
            let checks = Fixture::read(&toml, "cut").check(&forms, &rules).checks;
            assert!(checks.undecided.iter().all(|undecided| undecided.reason != Reason::Broken), "cut at {cut}");
            for finding in &checks.findings {
                assert!(finding.span.is_none_or(|span| span.end <= text.len() + 1), "{finding:?}");
            }
        }
    }
}

#[test]
fn a_figure_that_last_year_lacks_is_said_to_be_last_years() {
    let (forms, rules) = standard();
    let toml = "[last_year.cells]\n\"requests.carried_out@total\" = \"/\"";
    let checks = Fixture::read(toml, "inline").check(&forms, &rules).checks;
    let undecided = checks.undecided.iter().find(|undecided| undecided.rule == "YOY-01").unwrap();
    assert_eq!(undecided.reason, Reason::NotAssessable);
    assert!(undecided.message.zh.starts_with("“上年报告 四、结转"), "{}", undecided.message.zh);
    assert_eq!(undecided.cells, ["requests.carried_in@total".into()]);
}
