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

/// The fingerprint of what a rule finds in the made-up report.
fn fingerprint(own: &str, id: &str) -> String {
    let rules = with_own(own);
    let checks = checks(&rules, REPORT);
    let found = checks.findings.iter().find(|finding| finding.rule == id);
    found.unwrap_or_else(|| panic!("{id} finds nothing")).fingerprint.clone()
}

#[test]
fn what_an_own_rule_demands_is_part_of_the_fingerprint_and_its_words_are_not() {
    let rule = |title: &str, check: &str| {
        format!(
            "[[rule]]\nid = \"OWN-01\"\ntitle = \"{title}\"\nseverity = \"error\"\nmessage = \"没有写明{title}。\"\n[rule.check]\n{check}\n"
        )
    };
    let hotline = "kind = \"required\"\nsection = \"other\"\nregex = \"12345|政务热线\"";
    let before = fingerprint(&rule("热线", hotline), "OWN-01");
    assert_eq!(before.len(), 32);
    let same = [
        rule("咨询电话", hotline),
        rule("热线", hotline).replace("error", "info"),
        rule("热线", "# 说明\nregex = '12345|政务热线'\nsection = \"other\"\nkind = \"required\""),
        rule("热线", hotline).replace("severity", "doc = \"为什么\"\nseverity"),
    ];
    for text in &same {
        assert_eq!(fingerprint(text, "OWN-01"), before, "{text}");
    }
    for check in [
        hotline.replace("12345|政务热线", "公开栏"),
        hotline.replace("other", "overview"),
        format!("{hotline}\nreach = \"section\""),
        format!("{hotline}\nfrom_year = 2020"),
    ] {
        let after = fingerprint(&rule("热线", &check), "OWN-01");
        assert_ne!(after, before, "{check}");
        assert_ne!(after[16..], before[16..], "{check}");
    }
    let (old, new) = (
        rule("收件", "kind = \"equation\"\nequation = \"requests.new_received@total >= 1000\""),
        rule("收件", "kind = \"equation\"\nequation = \"requests.new_received@total >= 999\""),
    );
    assert_ne!(fingerprint(&old, "OWN-01"), fingerprint(&new, "OWN-01"));
}

#[test]
fn a_rule_of_ours_keeps_its_fingerprint_until_an_office_sets_another_threshold() {
    let (_, ours) = standard();
    let checks = checks(&ours, REPORT);
    assert!(checks.findings.iter().all(|finding| finding.fingerprint.len() == 16 && finding.demand().is_empty()));
    // As earlier programs wrote it: their judgements hold.
    let found = checks.findings.iter().find(|finding| finding.rule == "TAB-04").unwrap();
    assert_eq!(fingerprint("[[rule]]\nid = \"TAB-04\"\nseverity = \"info\"\n", "TAB-04"), found.fingerprint);
    let marks = |own: &str| with_own(own).marks()["STR-07"].clone();
    let set = |value: &str| format!("[[rule]]\nid = \"STR-07\"\n[rule.parameters]\noverview = {value}\n");
    let shipped = ours.marks()["STR-07"].clone();
    assert_eq!((marks(""), marks(&set("10")), marks(&set("10.0"))), (shipped.clone(), shipped.clone(), shipped));
    assert_eq!(marks(&set("20")).demand.len(), 16);
    assert_ne!(marks(&set("20")), marks(&set("30")));
    let off = "[[rule]]\nid = \"STR-07\"\noff = true\n";
    assert!(marks(off).is_off && !marks(off).is_own && !marks("").is_off);
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
        ("7: 没有 `sevrity` 这一项；是不是 `severity`？", "7: unknown key `sevrity`; did you mean `severity`?"),
        ("8: 没有 `of` 这一项；是不是 `off`？", "8: unknown key `of`; did you mean `off`?"),
        ("12: 没有 `eror` 这个值；是不是 `error`？", "12: unknown value `eror`; did you mean `error`?"),
        ("14: 没有名为 `warnin` 的参数；是不是 `warning`？", "14: unknown parameter `warnin`; did you mean `warning`?"),
        ("19: 没有名为 `warnin` 的参数；是不是 `warning`？", "19: unknown parameter `warnin`; did you mean `warning`?"),
        ("20: error 写的是 \"viel\"，应为数字（`error = \"viel\"`）", "20: error is \"viel\", expected a number"),
        ("24: 修改已有规则只能写 off、severity", "24: a change takes off, severity"),
        ("26: 没有名为 `warnin` 的参数；是不是 `warning`？", "26: unknown parameter `warnin`; did you mean `warning`?"),
        ("31: ARI-01 没有可调的数值", "31: ARI-01 has no parameters"),
        ("34: 什么也没有改", "34: nothing is changed"),
        ("37: 缺少 `title`", "37: `title` is missing"),
        ("37: 缺少 `severity`", "37: `severity` is missing"),
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

/// The mistakes of a text, each with the beginning that is expected of it, and no other.
fn assert_mistakes(text: &str, expected: &[&str]) {
    let found = mistakes(text);
    assert_eq!(found.len(), expected.len(), "{text}\n{found:#?}");
    for ((zh, _), expected) in found.iter().zip(expected) {
        assert!(zh.starts_with(&format!("own.toml:{expected}")), "{zh}, not {expected}");
    }
}

#[test]
fn one_mistake_does_not_hide_the_others_of_its_rule() {
    assert_mistakes(
        "[[rule]]\nid = \"YOY-07\"\nseverity = \"inof\"\n[rule.parameters]\neror = 0.9\nwarning = \"hoch\"\nshortest = -4\n",
        &[
            "3: 没有 `inof` 这个值；是不是 `info`？",
            "5: 没有名为 `eror` 的参数；是不是 `error`？",
            "6: warning 写的是 \"hoch\"，应为数字",
            "7: shortest 写的是 -4，应为0到5000的整数",
        ],
    );
    let rule = |head: &str, check: &str| {
        format!("[[rule]]\nid = \"OWN-01\"\n{head}\nmessage = \"缺{{foo}}\"\n[rule.check]\n{check}\n")
    };
    assert_mistakes(
        &rule("title = \"甲\"\nseverity = \"error\"", "kind = \"requird\"\nsection = \"othr\"\nregex = \"1(\""),
        &[
            "7: 没有 `requird` 这个值；是不是 `required`？",
            "8: 没有名为 `othr` 的部分；是不是 `other`？",
            "9: 正则表达式 `1(` 有误",
        ],
    );
    assert_mistakes(
        &rule(
            "titel = \"甲\"\nseverity = \"eror\"\neditions = [\"2020\"]",
            "kind = \"required\"\nsection = \"other\"\nregex = \"热线\"",
        ),
        &[
            "3: 没有 `titel` 这一项；是不是 `title`？",
            "4: 没有 `eror` 这个值；是不是 `error`？",
            "5: 没有名为 `2020` 的表式年版；",
            "6: message 里的 {foo} 不会被填上",
        ],
    );
    // What only the names of an edition would show is not said of all of them.
    let wrong_edition = rule(
        "title = \"甲\"\nseverity = \"info\"\neditions = [\"1999\"]",
        "kind = \"required\"\nsection = \"other\"\nregex = \"热线\"",
    );
    assert_mistakes(&wrong_edition.replace("{foo}", ""), &["5: 没有名为 `1999` 的表式年版；应为 2019、2021 之一"]);
    assert_mistakes(
        &rule(
            "title = \"甲\"\nseverity = \"inof\"",
            "kind = \"equation\"\nfor = \"columns off requests\"\nequation = \"carried_in\"",
        ),
        &["4: 没有 `inof` 这个值", "8: ", "9: "],
    );
    // A rule that cannot be read is not said to be unknown where another piece changes it.
    assert_mistakes(
        &(rule("title = \"甲\"\nseverity = \"info\"", "section = \"other\"")
            + "[[rule]]\nid = \"OWN-01\"\nseverity = \"error\"\n"),
        &["6: 缺少 `kind`"],
    );
}

#[test]
fn a_list_of_names_that_is_not_complete_says_so() {
    let (_, ours) = standard();
    let found = mistakes("[[rule]]\nid = \"公开渠道规则\"\noff = true\n");
    let count = ours.rules.len() + ours.off.len();
    let begins = format!("own.toml:2: 没有名为 `公开渠道规则` 的规则；共有 {count} 个，例如 EXT-01、");
    assert!(found[0].0.starts_with(&begins), "{found:?}");
    assert!(!found[0].0.contains("之一"), "{found:?}");
}

#[test]
fn numbers_that_make_no_sense_are_refused_with_what_is_allowed() {
    let set =
        |id: &str, name: &str, value: &str| format!("[[rule]]\nid = \"{id}\"\n[rule.parameters]\n{name} = {value}\n");
    for (text, zh, en) in [
        (
            set("YOY-07", "error", "95"),
            "error 写的是 95，应为大于0、不超过1的比例",
            "error is 95, expected a share above 0 and up to 1",
        ),
        (
            set("YOY-07", "shortest", "-4"),
            "shortest 写的是 -4，应为0到5000的整数",
            "shortest is -4, expected a whole number from 0 to 5000",
        ),
        (
            set("PER-05", "department", "1399"),
            "department 写的是 1399，应为月×100＋日，如131即1月31日",
            "department is 1399, expected month × 100 + day, as 131 for 31 January",
        ),
        (set("PRO-04", "department", "231"), "department 写的是 231，应为", "department is 231, expected "),
        (set("TXT-10", "likeness", "-1"), "likeness 写的是 -1，应为", "likeness is -1, expected "),
        (set("TXT-10", "shortest", "99999999"), "shortest 写的是 99999999，应为", "shortest is 99999999, expected "),
        (
            set("YOY-03", "requests_ratio", "0"),
            "requests_ratio 写的是 0，应为大于1的数",
            "requests_ratio is 0, expected a number above 1",
        ),
        (set("YOY-05", "floor", "-2"), "floor 写的是 -2，应为不小于0的数", "floor is -2, expected a number from 0 on"),
    ] {
        let found = mistakes(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0.starts_with(&format!("own.toml:4: {zh}")), "{found:?}");
        assert!(found[0].1.starts_with(&format!("own.toml:4: {en}")), "{found:?}");
    }
    // One of two is enough, and a later one does not hide it.
    let twice = set("YOY-07", "error", "95") + &set("YOY-07", "error", "0.9");
    assert_eq!(mistakes(&twice).len(), 1);
    let change = "[[rule]]\nid = \"OWN-01\"\ntitle = \"甲\"\nseverity = \"info\"\nmessage = \"乙\"\n[rule.check]\nkind = \"change\"\n[[rule.check.group]]\ncells = [\"*@total\"]\nfloor = -1\nratio = 1\n";
    let found = mistakes(change);
    assert!(found[0].0.starts_with("own.toml:10: floor 写的是 -1，应为不小于0的数"), "{found:?}");
    assert!(found[1].0.starts_with("own.toml:11: ratio 写的是 1，应为大于1的数"), "{found:?}");
}

#[test]
fn a_place_in_a_message_that_is_never_filled_in_is_refused() {
    let rule = |message: &str, check: &str| {
        format!(
            "[[rule]]\nid = \"OWN-01\"\ntitle = \"甲\"\nseverity = \"info\"\nmessage = \"{message}\"\n[rule.check]\n{check}\n"
        )
    };
    let hotline = "kind = \"required\"\nsection = \"other\"\nregex = \"热线\"";
    let order = "kind = \"sections\"\nwhat = \"order\"";
    for (text, zh) in [
        (rule("没写热线{foo}。", hotline), "message 里的 {foo} 不会被填上；可以用 {missing} {count} {line}"),
        (rule("没写{mising}。", hotline), "message 里的 {mising} 不会被填上；是不是 {missing}？"),
        (rule("{setcion}", order), "message 里的 {setcion} 不会被填上；是不是 {section}？"),
        (rule("{titel}", "kind = \"code\"\nname = \"title\""), "message 里的 {titel} 不会被填上；是不是 {title}？"),
    ] {
        let found = mistakes(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0.starts_with(&format!("own.toml:5: {zh}")), "{found:?}");
    }
    assert!(with_own(&rule("第{line}行：缺{missing}。", hotline)).rule("OWN-01").is_some());
}

#[test]
fn an_explanation_tells_the_thresholds_as_they_are_set() {
    let doc = |own: &str, id: &str| with_own(own).find(id).unwrap().doc.clone();
    let shipped = doc("", "YOY-07");
    assert!(shipped.zh.contains("相似度达到85%（第五、六部分80%）提示，达到95%视为雷同"), "{shipped:?}");
    assert!(shipped.en.contains("85 % alike (80 % in sections five and six) is told, 95 % is a copy"), "{shipped:?}");
    let set = "[[rule]]\nid = \"YOY-07\"\n[rule.parameters]\nwarning = 0.7\nerror = 0.905\n";
    assert!(doc(set, "YOY-07").zh.contains("相似度达到70%（第五、六部分80%）提示，达到90.5%视为雷同"));
    let set = "[[rule]]\nid = \"PER-05\"\n[rule.parameters]\ndepartment = 220\n";
    assert!(doc(set, "PER-05").zh.contains("部门和乡镇为2月20日，县级以上地方人民政府为3月31日"));
    assert!(doc(set, "PER-05").en.contains("20 February for departments"));
    // None of ours has a place left over.
    let (_, ours) = standard();
    assert!(ours.rules.iter().all(|rule| !rule.doc.zh.contains('{') && !rule.doc.en.contains('{')));
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

/// What no office should have to read: how the program is made, and the words of the libraries that it reads with.
const FOREIGN: &[&str] = &[
    "struct",
    "enum",
    "serde",
    "Option",
    "Decimal",
    "PatternText",
    "Phrase",
    "invalid type",
    "invalid value",
    "missing field",
    "unknown field",
    "expected one of `",
    "a sequence",
    "a map",
    "u32",
    "i32",
    "newtype",
    "TOML parse",
];

#[test]
fn every_slip_of_shape_is_told_in_plain_words_with_its_line_and_key() {
    let rule = |check: &str| {
        format!(
            "[[rule]]\nid = \"OWN-01\"\ntitle = \"甲\"\nseverity = \"info\"\nmessage = \"乙\"\n[rule.check]\n{check}\n"
        )
    };
    let head = |line: &str| format!("[[rule]]\nid = \"ARI-01\"\n{line}\n");
    let cases = [
        (
            rule("kind = \"forbidden\"\npattern = [\"政务\"]"),
            "8: pattern 写的是 \"政务\"，应为双方括号的表 [[…]]（`pattern = [\"政务\"]`）",
        ),
        (
            rule("kind = \"forbidden\"\n[[rule.check.pattern]]\nname = \"x\""),
            "8: 缺少 `regex`（`[[rule.check.pattern]]`）",
        ),
        (
            rule("kind = \"forbidden\"\n[[rule.check.pattern]]\nregex = 5"),
            "9: regex 写的是 5，应为引号里的文字（`regex = 5`）",
        ),
        (rule("kind = \"forbidden\"\n[[rule.check.pattern]]\nregx = \"x\""), "9: 没有 `regx` 这一项；是不是 `regex`？"),
        (rule("kind = \"forbidden\"\npattern = []\nwithin = \"prosa\""), "9: 没有 `prosa` 这个值；是不是 `prose`？"),
        (
            rule("kind = \"required\"\nsection = [\"other\"]\nregex = \"x\""),
            "8: section 写的是 [\"other\"]，应为引号里的文字",
        ),
        (
            rule("kind = \"required\"\nsection = \"other\"\nregex = \"x\"\nfrom_year = \"2021\""),
            "10: from_year 写的是 \"2021\"，应为整数",
        ),
        (rule("kind = \"cells\"\nfaults = \"blank\""), "8: faults 写的是 \"blank\"，应为列表"),
        (rule("kind = \"cells\"\nfaults = [\"blnk\"]"), "8: 没有 `blnk` 这个值；是不是 `blank`？"),
        (
            rule("kind = \"change\"\n[[rule.check.group]]\ncells = [\"*@total\"]\nfloor = true"),
            "10: floor 写的是 true，应为数字，或引号里的参数名",
        ),
        (rule("kind = \"words\"\nwords = [{ found = \"甲\" }]"), "8: 缺少 `suggest`"),
        (rule("equation = \"a = b\""), "6: 缺少 `kind`：`equation`、`sections`"),
        (rule("kind = 3"), "7: kind 写的是 3，应为引号里的文字"),
        (rule("kind = \"equation\""), "6: 缺少 `equation`"),
        (head("title = { cn = \"甲\" }"), "3: 没有 `cn` 这一项；是不是 `en`？"),
        (head("off = \"yes\""), "3: off 写的是 \"yes\"，应为 true 或 false"),
        (head("version = -1"), "3: version 写的是 -1，应为整数"),
        (head("editions = 2021"), "3: editions 写的是 2021，应为列表"),
        (head("variants = { a = 1 }"), "3: a 写的是 1，应为引号里的文字"),
        (head("check = 5"), "3: check 写的是 5，应为表 [rule.check]"),
        (head("parameters = 5"), "3: parameters 写的是 5，应为表"),
        (head("bodies = [\"contry\"]"), "3: 没有 `contry` 这个值；是不是 `county`？"),
        ("[[famly]]\nid = \"OWN\"\n".to_owned(), "1: 没有 `famly` 这一项；是不是 `family`？"),
        ("[[rule]]\ntitle = \"甲\"\n".to_owned(), "1: 缺少 `id`（`[[rule]]`）"),
        ("rule = 5\n".to_owned(), "1: rule 写的是 5，应为双方括号的表"),
    ];
    for (text, expected) in &cases {
        let found = mistakes(text);
        assert_eq!(found.len(), 1, "{text}: {found:#?}");
        assert!(found[0].0.starts_with(&format!("own.toml:{expected}")), "{}, not {expected}", found[0].0);
        for word in FOREIGN {
            assert!(!found[0].0.contains(word) && !found[0].1.contains(word), "{word}: {found:?}");
        }
    }
}

#[test]
fn slips_of_syntax_are_told_with_line_column_and_the_text_of_the_line() {
    for (text, zh, en) in [
        (
            "[[rule]\nid=\"OWN-12\"\n",
            "1: 第8列：双方括号 [[ ]] 没有配对（`[[rule]`）",
            "1: column 8: the double brackets [[ ]] do not match",
        ),
        ("[[rule]]\nid = “OWN-12”\n", "2: 第6列：", "2: column 6: "),
        (
            "[[rule]]\nid = \"A\"\nid = \"B\"\n",
            "3: 第1列：这一项写了两次（`id = \"B\"`）",
            "3: column 1: this key is given twice",
        ),
        ("[[rule]]\nid = OWN-12\n", "2: 第6列：文字要用英文引号括起来", "2: column 6: a text needs quotes"),
        ("[[rule]]\nid = \"OWN\n", "2: 第", "2: column "),
        ("[[rule]]\nid =\n", "2: 第5列：等号后面没有值", "2: column 5: nothing follows the equals sign"),
        ("[[rule]]\nid\n", "2: 第", "2: column "),
        ("[[rule]]\neditions = [\"2021\"\nid = 1\n", "", ""),
        ("[[rule]]\nregex = \"\\d\"\n", "2: 第", "2: column "),
        ("[[rule]]\nx = 2021-13-40\n", "2: 第", "2: column "),
    ] {
        let found = mistakes(text);
        assert!(found.iter().any(|(told, _)| told.starts_with(&format!("own.toml:{zh}"))), "{text}: {found:#?}");
        assert!(found.iter().any(|(_, told)| told.starts_with(&format!("own.toml:{en}"))), "{text}: {found:#?}");
        for (told, in_english) in &found {
            let words = told.split('`').step_by(2).flat_map(|said| said.split(|c: char| !c.is_ascii_alphabetic()));
            let english: Vec<&str> = words.filter(|word| word.len() > 4).collect();
            assert!(english.is_empty(), "{told}: {english:?}");
            assert!(FOREIGN.iter().all(|word| !in_english.contains(word)), "{in_english}");
        }
    }
    let wide = mistakes("[[rule]]\nid = “OWN-12”\n");
    assert!(wide[0].0.contains("““”是全角符号，请改用半角"), "{wide:?}");
}

#[test]
fn names_of_one_edition_ask_for_it_and_others_for_the_newest_name() {
    let sum = |equation: &str| {
        format!(
            "[[rule]]\nid = \"OWN-01\"\ntitle = \"甲\"\nseverity = \"info\"\nmessage = \"乙\"\n[rule.check]\nkind = \"equation\"\nequation = \"{equation}\"\n"
        )
    };
    let found = mistakes(&sum("disclosure.art20_5.licensing@decisions = 0"));
    assert_eq!(found[0].0, "own.toml:8: 这些名称只在 2021 版表式里有；请写 editions = [\"2021\"]");
    let older =
        sum("disclosure19.art20_5.licensing@decisions = 0").replace("severity", "editions = [\"2021\"]\nseverity");
    assert!(mistakes(&older)[0].1.contains("write editions = [\"2019\"]"), "{:?}", mistakes(&older));
    let misspelt = mistakes(&sum("disclosure.art20_5.licencing@decisions = 0"));
    assert!(misspelt[0].1.contains("did you mean `disclosure.art20_5.licensing`?"), "{misspelt:?}");
    let shortened = mistakes(&sum("decisions.licensing@count = 0"));
    assert!(shortened[0].1.contains("did you mean `disclosure.art20_5.licensing`?"), "{shortened:?}");
}

#[test]
fn a_faulty_pattern_is_told_with_the_character_and_in_the_readers_language() {
    for (regex, zh) in [
        ("甲(乙", "第2个字符处，圆括号没有关上"),
        ("甲)", "第2个字符处，多了一个右圆括号"),
        ("[甲", "第1个字符处，方括号没有关上"),
        ("*甲", "第1个字符处，*、+、? 或 {} 前面没有内容"),
        ("(?=甲)", "不支持前后断言和反向引用"),
        ("\\p{Hann}", "不存在的字符类"),
    ] {
        let text = format!(
            "[[rule]]\nid = \"OWN-01\"\ntitle = \"甲\"\nseverity = \"info\"\nmessage = \"乙\"\n[rule.check]\nkind = \"required\"\nsection = \"other\"\nregex = '{regex}'\n"
        );
        let found = mistakes(&text);
        assert!(found[0].0.starts_with("own.toml:9: 正则表达式") && found[0].0.contains(zh), "{found:?}");
    }
}
