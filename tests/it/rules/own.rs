//! An office's own file laid over ours: what it can change, what it can add, and what its mistakes are answered with.

use gouji::document::{Limits, read};
use gouji::model::{Checks, Severity};
use gouji::rules::{Case, Rules, check};

use super::standard;

fn with_own(text: &str) -> Rules {
    let (forms, _) = standard();
    Rules::with_own(&[("own.toml", text)], &forms).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

fn mistakes(text: &str) -> Vec<(String, String)> {
    let (forms, _) = standard();
    let found = Rules::with_own(&[("own.toml", text)], &forms).map(|rules| format!("{rules:?}")).unwrap_err();
    found.into_iter().map(|mistake| (mistake.zh, mistake.en)).collect()
}

/// A made-up report with a sum that does not hold and a half-width comma.
const REPORT: &str = include_str!("../../../fixtures/demo/inbox/石桥镇2023.txt");

fn checks(rules: &Rules, text: &str) -> Checks {
    let (forms, _) = standard();
    let (document, _) = read("a.txt", text.as_bytes(), &Limits::default()).unwrap();
    let (report, _) = gouji::parse::parse(&document, &forms);
    let form = forms.iter().find(|form| form.edition == report.form).unwrap();
    check(&Case { document: &document, report: &report, form, last_year: None, forms: &forms, office: None }, rules)
}

fn severities(checks: &Checks, id: &str) -> Vec<Severity> {
    checks.findings.iter().filter(|finding| finding.rule == id).map(|finding| finding.severity).collect()
}

#[test]
fn a_rule_is_switched_off_and_another_weighs_less() {
    let (_, ours) = standard();
    let rules = with_own("[[rule]]\nid = \"ARI-01\"\noff = true\n[[rule]]\nid = \"TAB-04\"\nseverity = \"info\"\n");
    let (before, after) = (checks(&ours, REPORT), checks(&rules, REPORT));
    assert!(!severities(&before, "ARI-01").is_empty() && severities(&after, "ARI-01").is_empty());
    assert!(rules.is_off(rules.find("ARI-01").unwrap()) && rules.rule("ARI-01").is_none());
    // The office's word stands above the exceptions of our rule.
    assert!(severities(&before, "TAB-04").contains(&Severity::Error));
    assert!(severities(&after, "TAB-04").iter().all(|severity| *severity == Severity::Info));
    assert_eq!(severities(&before, "TAB-04").len(), severities(&after, "TAB-04").len());
    assert_eq!(rules.rules.len() + 1, ours.rules.len());
}

#[test]
fn a_threshold_is_changed_and_the_hash_says_so() {
    let (_, ours) = standard();
    let rules = with_own("[[rule]]\nid = \"YOY-03\"\n[rule.parameters]\nfees_ratio = 5\n");
    assert_eq!(rules.find("YOY-03").unwrap().parameters["fees_ratio"], 5.into());
    assert_eq!(ours.find("YOY-03").unwrap().parameters["fees_ratio"], 3.into());
    assert_ne!(rules.hash, ours.hash);
    assert_eq!(with_own("").hash, ours.hash);
}

#[test]
fn rules_of_every_kind_are_added_in_chinese_alone() {
    let head = |number: usize| {
        format!(
            "[[rule]]\nid = \"OWN-0{number}\"\ntitle = \"自定\"\nseverity = \"warning\"\nmessage = \"不符合本市规定。\"\n[rule.check]\n"
        )
    };
    let kinds = [
        "kind = \"equation\"\nequation = \"requests.new_received@total = 999\"",
        "kind = \"required\"\nsection = \"other\"\nregex = \"本市特有的一句话\"",
        "kind = \"forbidden\"\n[[rule.check.pattern]]\nregex = \"政府信息公开\"",
        "kind = \"words\"\nwords = [{ found = \"申请\", suggest = \"请求\" }]",
        "kind = \"cells\"\nfaults = [\"blank\"]",
        "kind = \"sections\"\nwhat = \"present\"",
        "kind = \"change\"\n[[rule.check.group]]\ncells = [\"*@total\"]\nfloor = 1",
    ];
    let texts: Vec<String> =
        kinds.iter().enumerate().map(|(place, check)| format!("{}{check}\n", head(place + 1))).collect();
    let text = texts.concat();
    let rules = with_own(&format!("[[family]]\nid = \"OWN\"\ntitle = \"本市\"\n{text}"));
    assert_eq!(rules.families.last().unwrap().title.zh, "本市");
    let checks = checks(&rules, REPORT);
    for id in ["OWN-01", "OWN-02", "OWN-03", "OWN-04", "OWN-05"] {
        assert!(severities(&checks, id).contains(&Severity::Warning), "{id}");
    }
    assert!(checks.passed.iter().any(|(id, _)| id == "OWN-06"));
    assert!(checks.undecided.iter().any(|undecided| undecided.rule == "OWN-07"));
}

#[test]
fn every_mistake_is_told_at_once_with_line_and_nearest_name_in_both_languages() {
    let found = mistakes(
        "[[rule]]\nid = \"TXT-3\"\noff = true\n\n\
         [[rule]]\nid = \"YOY-07\"\nsevrity = \"info\"\nof = true\n\n\
         [[rule]]\nid = \"YOY-07\"\nseverity = \"eror\"\n[rule.parameters]\nwarnin = 0.9\n\n\
         [[rule]]\nid = \"YOY-07\"\n[rule.parameters]\nwarnin = 0.9\nerror = \"viel\"\n\n\
         [[rule]]\nid = \"YOY-07\"\ntitle = \"换个名字\"\n[rule.parameters]\nwarnin = 0.9\n\n\
         [[rule]]\nid = \"ARI-01\"\n[rule.parameters]\nfloor = 2\n\n\
         [[rule]]\nid = \"ARI-02\"\n\n\
         [[rule]]\nid = \"OWN-01\"\nmessage = \"不符。\"\n[rule.check]\nkind = \"equation\"\nfor = \"columns of requests\"\nequation = \"carried_im = 0\"\n",
    );
    let expected = [
        ("2: 没有名为 `TXT-3` 的规则；是不是 `TXT-03`？", "2: unknown rule `TXT-3`; did you mean `TXT-03`?"),
        ("7: 没有 `sevrity` 这一项；是不是 `severity`？", "7: unknown field `sevrity`; did you mean `severity`?"),
        ("8: 没有 `of` 这一项；是不是 `off`？", "8: unknown field `of`; did you mean `off`?"),
        ("12: 没有 `eror` 这个值；是不是 `error`？", "12: unknown variant `eror`; did you mean `error`?"),
        ("20: ", "20: "),
        ("24: 修改已有规则只能写 off、severity", "24: a change takes off, severity"),
        ("26: 没有名为 `warnin` 的参数；是不是 `warning`？", "26: unknown parameter `warnin`; did you mean `warning`?"),
        ("31: ARI-01 没有可调的数值", "31: ARI-01 has no parameters"),
        ("34: 什么也没有改", "34: nothing is changed"),
        ("37: 缺少 `title`", "37: missing field `title`"),
        ("37: 缺少 `severity`", "37: missing field `severity`"),
        (
            "42: 没有名为 `carried_im` 的行；是不是 `carried_in`？",
            "42: unknown row `carried_im`; did you mean `carried_in`?",
        ),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for ((zh, en), (expected_zh, expected_en)) in found.iter().zip(expected) {
        assert!(zh.starts_with(&format!("own.toml:{expected_zh}")), "{zh}, not {expected_zh}");
        assert!(en.starts_with(&format!("own.toml:{expected_en}")), "{en}, not {expected_en}");
    }
}

#[test]
fn a_rule_of_ours_is_changed_and_never_replaced() {
    let whole = "[[rule]]\nid = \"ARI-01\"\ntitle = \"行合计\"\nseverity = \"info\"\nmessage = \"不符。\"\n[rule.check]\nkind = \"cells\"\nfaults = [\"blank\"]\n";
    let found = mistakes(whole);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].1.starts_with("own.toml:2: the id `ARI-01` is already that of the rule at config/rules/ari.toml:4")
    );
}

#[test]
fn a_later_file_is_laid_over_an_earlier_one() {
    let (forms, _) = standard();
    let off = "[[rule]]\nid = \"ARI-01\"\noff = true\n";
    let on = "[[rule]]\nid = \"ARI-01\"\noff = false\n";
    let rules = Rules::with_own(&[("city.toml", off), ("county.toml", on)], &forms).unwrap();
    assert!(rules.rule("ARI-01").is_some() && rules.off.is_empty());
}
