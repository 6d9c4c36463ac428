//! Sentences as reports write them, with what the tables hold, and what must be said of them: nothing where the meaning
//! is not certain.

use super::fixture::Fixture;
use super::standard;
use gouji::form::Form;
use gouji::model::Severity;
use gouji::rules::Rules;

/// Requests: new, carried in, results, carried out. Relief: review, direct, after review.
struct Table {
    requests: [u32; 4],
    relief: [u32; 3],
}

const PLAIN: &str = "全年未收到政府信息公开申请";

fn verdict(forms: &[Form], rules: &Rules, rule: &str, agency: &str, table: &Table, sentence: &str) -> &'static str {
    let [new, carried_in, results, carried_out] = table.requests;
    let [review, direct, after] = table.relief;
    let toml = format!(
        "agency = \"{agency}\"\n[reword]\n\"{PLAIN}\" = \"{sentence}\"\n[cells]\n\
         \"requests.new_received@total\" = \"{new}\"\n\"requests.carried_in@total\" = \"{carried_in}\"\n\
         \"requests.results.total@total\" = \"{results}\"\n\"requests.carried_out@total\" = \"{carried_out}\"\n\
         \"relief.review@total\" = \"{review}\"\n\"relief.litigation_direct@total\" = \"{direct}\"\n\
         \"relief.litigation_after_review@total\" = \"{after}\"\n"
    );
    let checks = Fixture::read(&toml, sentence).check(forms, rules).checks;
    if checks.findings.iter().any(|finding| finding.rule == rule) {
        "disagrees"
    } else if checks.passed.iter().any(|(id, _)| id == rule) {
        "agrees"
    } else {
        "silent"
    }
}

#[test]
fn requests_received_are_read_as_people_mean_them() {
    let (forms, rules) = standard();
    let county = "青云县人民政府";
    for (agency, requests, sentence, expected) in [
        (
            county,
            [5, 1, 6, 0],
            "全县各级各部门共受理政府信息公开申请6件(其中，当年新收5件，上年结转1件)，申请数量较去年增长50%；答复政府信息公开申请6件",
            "agrees",
        ),
        (county, [4, 1, 5, 0], "全县各级各部门共受理政府信息公开申请6件(其中，当年新收5件，上年结转1件)", "disagrees"),
        (
            county,
            [20, 0, 19, 1],
            "2023 年，全县收到并办理群众提出的信息公开申请 20 件，办理完成 19 件（结转下年度继续办理 1 件）",
            "agrees",
        ),
        (county, [19, 0, 20, 0], "全县收到并办理群众提出的信息公开申请 20 件", "agrees"),
        (county, [18, 0, 19, 0], "全县收到并办理群众提出的信息公开申请 20 件", "disagrees"),
        (county, [6, 0, 6, 0], "全年共收到 5 个依申请公开，渠道包括网站申请，邮寄申请以及电话询问", "disagrees"),
        (county, [5, 0, 5, 0], "全年共收到 5 个依申请公开", "agrees"),
        (
            county,
            [3259, 77, 3278, 58],
            "2023年，全县共受理政府信息公开申请3259件，答复3278件（含上年度结转申请77件，另有58件顺延到下年度答复）",
            "silent",
        ),
        (
            county,
            [19, 0, 19, 0],
            "共受理政府信息公开申请 19 件，其中 11 件均按规定程序办结，8 件申请人主动撤销",
            "silent",
        ),
        (county, [10, 1, 11, 0], "受理信息公开申请10件，办理上年度结转申请1件。答复11件", "silent"),
        (county, [9, 1, 10, 0], "收到政府信息依申请公开9件，上年转结1件，其中网络申请数5件，信函申请数5件", "agrees"),
        (county, [9, 1, 10, 0], "2023 年有 1 件政府信息公开申请案件收取信息处理费 380 元", "silent"),
        (county, [9, 1, 10, 0], "2023年全县实际收取信息处理费共计400元", "silent"),
        (county, [7, 0, 7, 0], "群众来信 189 件，已办结 189 件；受理 12345 热线诉求件 32137 件", "silent"),
        (county, [7, 0, 7, 0], "收到网上咨询12件，均已答复", "silent"),
        (county, [7, 0, 7, 0], "收到政府信息公开申请10余件", "silent"),
        (county, [7, 0, 7, 0], "收到政府信息公开申请近10件", "silent"),
        (county, [23, 0, 23, 0], "收到政府信息公开申请二十三件", "agrees"),
        (county, [23, 0, 23, 0], "收到政府信息公开申请二十二件", "disagrees"),
        (county, [23, 0, 23, 0], "收到政府信息公开申请２３件", "agrees"),
        (county, [1234, 0, 1234, 0], "共收到政府信息公开申请1,234件", "agrees"),
        (county, [12000, 0, 1234, 0], "共收到政府信息公开申请1.2万件", "agrees"),
        (county, [7, 0, 7, 0], "2022年收到政府信息公开申请5件", "silent"),
        (county, [7, 0, 7, 0], "县政府办公室收到政府信息公开申请5件", "silent"),
        (county, [7, 0, 7, 0], "其中，县本级收到政府信息公开申请5件", "silent"),
        (county, [7, 0, 7, 0], "收到行政复议申请2件", "silent"),
        (county, [7, 0, 7, 0], "通过网站收到政府信息公开申请5件", "silent"),
        (county, [7, 0, 7, 0], "收到公民、法人或其他组织政府信息公开申请6件", "disagrees"),
        ("青云县教育局", [7, 0, 7, 0], "我局共收到政府信息公开申请6件", "disagrees"),
        ("青云县教育局", [7, 0, 7, 0], "全县共收到政府信息公开申请60件", "silent"),
        ("石桥镇人民政府", [7, 0, 7, 0], "石桥镇共收到政府信息公开申请6件", "disagrees"),
    ] {
        let table = Table { requests, relief: [0; 3] };
        assert_eq!(verdict(&forms, &rules, "NAR-01", agency, &table, sentence), expected, "{sentence}");
    }
}

#[test]
fn statements_of_zero_are_held_against_the_table() {
    let (forms, rules) = standard();
    for (new, agency, sentence, expected) in [
        (0, "青云县人民政府办公室", "2023年县人民政府办公室未收到依申请公开件", "agrees"),
        (2, "青云县人民政府办公室", "2023年县人民政府办公室未收到依申请公开件", "disagrees"),
        (
            0,
            "石桥镇人民政府",
            "我镇未收到各类有关我镇信息公开工作的申诉案，也未收到公民、法人或其他组织提出的政府信息公开申请",
            "agrees",
        ),
        (
            1,
            "石桥镇人民政府",
            "我镇未收到各类有关我镇信息公开工作的申诉案，也未收到公民、法人或其他组织提出的政府信息公开申请",
            "disagrees",
        ),
        (3, "石桥镇人民政府", "政府信息公开申请数量为零", "disagrees"),
        (3, "石桥镇人民政府", "全年无政府信息公开申请", "disagrees"),
        (3, "石桥镇人民政府", "全年收到政府信息公开申请0件", "disagrees"),
        (0, "石桥镇人民政府", "全年收到政府信息公开申请3件", "disagrees"),
        (3, "石桥镇人民政府", "未收到通过信函提交的政府信息公开申请", "silent"),
        (3, "石桥镇人民政府", "未收到政府信息公开方面的投诉", "silent"),
        (3, "石桥镇人民政府", "2022年未收到政府信息公开申请", "silent"),
        (3, "石桥镇人民政府", "未收到因政府信息公开申请引起的行政复议", "silent"),
    ] {
        let table = Table { requests: [new, 0, new, 0], relief: [0; 3] };
        assert_eq!(verdict(&forms, &rules, "NAR-06", agency, &table, sentence), expected, "{sentence}");
    }
}

#[test]
fn review_and_litigation_are_held_against_table_four() {
    let (forms, rules) = standard();
    for (relief, sentence, expected) in [
        ([0, 0, 0], "信息公开类行政复议0件，诉讼0件", "agrees"),
        ([0, 2, 0], "信息公开类行政复议0件，诉讼0件", "disagrees"),
        ([0, 0, 0], "我县未发生因有关政府信息公开而引发的行政复议案和行政诉讼案", "agrees"),
        ([1, 0, 0], "我县未发生因有关政府信息公开而引发的行政复议案和行政诉讼案", "disagrees"),
        ([1, 0, 0], "因政府信息公开被申请行政复议1件", "agrees"),
        ([2, 0, 0], "因政府信息公开被申请行政复议1件", "disagrees"),
        ([0, 2, 1], "因政府信息公开引发行政诉讼3件", "agrees"),
        ([0, 2, 1], "因政府信息公开引发行政诉讼2件", "agrees"),
        ([0, 2, 1], "因政府信息公开引发行政诉讼5件", "disagrees"),
        ([0, 2, 1], "因政府信息公开发生2件行政诉讼", "agrees"),
        ([2, 1, 0], "因政府信息公开引发的行政复议和行政诉讼共3件", "silent"),
        ([2, 0, 0], "信息公开行政复议结果纠正1件", "silent"),
        ([2, 0, 0], "信息公开方面未经复议直接起诉0件", "silent"),
    ] {
        let table = Table { requests: [0; 4], relief };
        assert_eq!(verdict(&forms, &rules, "NAR-09", "青云县人民政府", &table, sentence), expected, "{sentence}");
    }
}

#[test]
fn a_plan_is_told_from_an_account() {
    let (forms, rules) = standard();
    for (sentence, expected) in [
        ("2023 年，我县将严格按照上级部署，不断提升公开质量", "disagrees"),
        ("2023年我县要进一步加强培训", "disagrees"),
        ("2023年，我县拟开展专题培训", "disagrees"),
        ("2024年，我县将进一步加强培训", "agrees"),
        ("2023年，我县将政务公开纳入年度考核", "agrees"),
        ("2023年，我县继续加强平台建设", "agrees"),
        ("印发2023年政务公开工作要点", "agrees"),
        ("2023年，我县在政府信息公开方面虽然取得一些成绩", "agrees"),
        ("2022年，我县将进一步加强培训", "agrees"),
    ] {
        let fixture = Fixture::read(&format!("[reword]\n\"下一步，将加强培训\" = \"{sentence}\""), sentence);
        let checks = fixture.check(&forms, &rules).checks;
        let fired = checks.findings.iter().any(|finding| finding.rule == "PER-03");
        assert_eq!(if fired { "disagrees" } else { "agrees" }, expected, "{sentence}");
    }
}

#[test]
fn the_fee_is_reported_by_name_or_by_the_notices_sent() {
    let (forms, rules) = standard();
    for (text, expected) in [
        ("2023年未收取信息处理费。", "agrees"),
        ("发出收费通知0件，总金额0元，实际收取0元。", "agrees"),
        ("发出收费通知的件数和总金额，以及实际收取的总金额均为零。", "agrees"),
        ("全年没有发出收费通知，收取金额为0。", "agrees"),
        ("本年度 未发出任何信息公开 收费通知。", "agrees"),
        ("收费通知件数为０，收取0元。", "agrees"),
        ("有1件申请人逾期未按收费通知要求缴纳费用。", "disagrees"),
        ("申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 0 0 0 0 0 0 0", "disagrees"),
        ("无其他需要报告的事项。", "disagrees"),
    ] {
        let fixture = Fixture::read(&format!("[sections]\nother = \"{text}\""), text);
        let checks = fixture.check(&forms, &rules).checks;
        let fired = checks.findings.iter().any(|finding| finding.rule == "FEE-01");
        assert_eq!(if fired { "disagrees" } else { "agrees" }, expected, "{text}");
    }
}

/// What a rule says of a report whose section one has this sentence: severity and message of each finding.
fn told(rule: &str, sentence: &str) -> Vec<(Severity, String)> {
    let (forms, rules) = standard();
    let toml = format!("[reword]\n\"围绕群众关心的事项，及时在门户网站发布各类信息。\" = \"{sentence}。\"\n");
    let found = Fixture::read(&toml, sentence).check(&forms, &rules).checks.findings;
    let of_rule = found.into_iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| (finding.severity, finding.message.zh)).collect()
}

#[test]
fn personal_data_is_found_however_it_is_typed_and_never_printed() {
    let mobile = |text: &str| told("PRV-02", text);
    for number in [
        "13812345678",
        "１３８１２３４５６７８",
        "+8613812345678",
        "＋８６１３８１２３４５６７８",
        "008613812345678",
        "+86 138 1234 5678",
        "+86-138-1234-5678",
    ] {
        for before in ["答复申请一件，手机", "申请人联系电话", "答复一件，"] {
            let found = mobile(&format!("{before}{number}"));
            assert!(matches!(found[..], [(Severity::Error, _)]), "{before}{number}: {found:?}");
            assert!(!found[0].1.contains("5678") && !found[0].1.contains("５６７８"), "{found:?}");
        }
    }
    // An office's own number, and numbers that are none.
    assert!(matches!(mobile("设立监督电话13812345678")[..], [(Severity::Info, _)]));
    for other in ["访问量8613812345678次", "编号A13812345678", "编号１２３４５６７８９０１"] {
        assert_eq!(mobile(other), [], "{other}");
    }
    for number in
        ["990101199001011230", "９９０１０１１９９００１０１１２３０", "９９０１０１１９９００１０１１２３０号"]
    {
        assert!(matches!(told("PRV-01", &format!("证件{number}"))[..], [(Severity::Error, _)]), "{number}");
    }
    for name in ["申请人：欧阳修文，", "申请人司马光提出", "原告诸葛小明不服"] {
        let found = told("PRV-03", &format!("{name}已答复"));
        assert!(matches!(found[..], [(Severity::Warning, _)]), "{name}: {found:?}");
    }
    for other in ["申请人东方公司提出申请", "申请人欧洲公司提出申请", "申请人欧阳某某提出"]
    {
        assert_eq!(told("PRV-03", other), [], "{other}");
    }
}

#[test]
fn the_wrong_year_is_found_where_an_account_names_it() {
    for wrong in [
        "2022年，全县公开各类信息3120条",
        "我县2022年共公开信息3120条",
        "全县2022年公开信息3120条",
        "青云县人民政府2022年公开信息3120条",
        "积极回应关切，2022年公开信息3120条",
        "一是2024年公开信息3120条",
        "依申请公开方面：2022年收到政府信息公开申请3件",
    ] {
        let found = told("PER-04", wrong);
        assert!(matches!(found[..], [(Severity::Warning, _)]), "{wrong}: {found:?}");
    }
    for right in [
        "我县2023年公开信息3120条",
        "较2022年，公开信息增加3120条",
        "根据2022年部署，公开信息3120条",
        "2023年公开信息3120条，2022年公开信息2800条",
        "及时公开，2022年决算公开30条",
        "下一步，2024年公开信息3000条",
        "公开2022年统计公报，发布信息3120条",
        "自2022年以来公开信息3120条",
    ] {
        assert_eq!(told("PER-04", right), [], "{right}");
    }
}
