//! What the prose is found to state: the prose figures of the real reports one by one, and sentences as reports write them.

use gouji::document::Document;
use gouji::model::{Agreement, Claim, Link, Topic};

use super::fixture::Fixture;
use super::golden::each_report;
use super::standard;

/// What a claim was held against, in the words of the recorded facts.
pub(super) fn linked(claim: &Claim, document: &Document) -> String {
    let values = |values: Vec<String>| values.join("+");
    match &claim.link {
        None => String::new(),
        Some(Link::Cells(cells)) => cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + "),
        Some(Link::Sum(parts)) => {
            format!("sum {}", values(parts.iter().map(|part| part.value.to_string()).collect()))
        }
        Some(Link::Share { part, whole }) => format!("{part}/{whole}"),
        Some(Link::Growth(_)) => "growth".to_owned(),
        Some(Link::Repeats(first)) => {
            format!("same metric as line {}", document.text[..first.start].matches('\n').count() + 1)
        }
        Some(Link::Fee(said)) => said.join(", "),
    }
}

fn expected(verdict: &str) -> Agreement {
    match verdict {
        "match" | "complete" => Agreement::Agrees,
        "mismatch" => Agreement::Disagrees,
        "unverifiable" | "no table cell" | "incomplete" => Agreement::Unlinked,
        other => panic!("the recorded facts say `{other}`"),
    }
}

#[test]
fn every_prose_figure_of_the_real_reports_comes_out_as_recorded() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    each_report(|golden, document, (_, claims), _| {
        for fact in golden["narrative"].as_array().unwrap() {
            compared += 1;
            let quote = fact["quote"].as_str().unwrap();
            let line = usize::try_from(fact["line"].as_u64().unwrap()).unwrap();
            let from = document.text.match_indices('\n').nth(line - 2).map_or(0, |(at, _)| at + 1);
            let start = from + document.text[from..].find(quote).unwrap();
            let overlaps = |claim: &&Claim| claim.span.start < start + quote.len() && start < claim.span.end;
            let value = fact["value"].to_string();
            let here: Vec<&Claim> =
                claims.iter().filter(overlaps).filter(|claim| claim.value.normalize().to_string() == value).collect();
            let said: Vec<String> =
                here.iter().map(|claim| format!("{} [{:?}]", linked(claim, document), claim.verdict)).collect();
            // Two remedies in one clause are two claims.
            let maps_to = match fact["maps_to"].as_str().unwrap_or("") {
                "relief.review@total, relief.litigation_*.total" => {
                    vec!["relief.review@total", "relief.litigation_direct@total + relief.litigation_after_review@total"]
                }
                // What was worked out from the two is beside them.
                one => vec![one.split(" = ").next().unwrap_or(one)],
            };
            for link in maps_to {
                let agreed = format!("{link} [{:?}]", expected(fact["verdict"].as_str().unwrap()));
                if !said.contains(&agreed) {
                    wrong.push(format!("{}: {quote}: {said:?}, expected {agreed}", golden["file"]));
                }
            }
            if let Some(unit) = fact["unit"].as_str() {
                assert!(here.iter().all(|claim| claim.unit == unit), "{quote}");
            }
            if fact["approx"].is_string() {
                assert!(here.iter().all(|claim| claim.interval.is_some()), "{quote}");
            }
        }
        let agreed = claims.iter().filter(|claim| claim.verdict == Agreement::Disagrees).count();
        let recorded = golden["narrative"].as_array().unwrap().iter().filter(|fact| fact["verdict"] == "mismatch");
        if agreed != recorded.count() {
            let told: Vec<&Claim> = claims.iter().filter(|claim| claim.verdict == Agreement::Disagrees).collect();
            wrong.push(format!("{}: disagreements {told:?}", golden["file"]));
        }
    });
    println!("{compared} prose figures compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The claims of a sentence that were held against something, in a report with these requests: new, carried in, results,
/// carried out. Each as `value link verdict`.
fn claims(sentence: &str, requests: [u32; 4]) -> Vec<String> {
    let (forms, rules) = standard();
    let [new, carried_in, results, carried_out] = requests;
    let toml = format!(
        "[reword]\n\"全年未收到政府信息公开申请\" = \"{sentence}\"\n[cells]\n\
         \"requests.new_received@total\" = \"{new}\"\n\"requests.carried_in@total\" = \"{carried_in}\"\n\
         \"requests.results.total@total\" = \"{results}\"\n\"requests.carried_out@total\" = \"{carried_out}\"\n\
         \"requests.results.granted@total\" = \"2\"\n\"disclosure.art20_1.normative_documents@in_force\" = \"9\"\n"
    );
    let checked = Fixture::read(&toml, sentence).check(&forms, &rules);
    let told = |claim: &Claim| {
        let link = linked(claim, &checked.document);
        let short = link.replace("requests.", "").replace("@total", "").replace("disclosure.art20_1.", "");
        format!("{} {short} {}", claim.value.normalize(), claim.verdict.name())
    };
    let here = checked.claims.iter().filter(|claim| claim.link.is_some() && claim.topic != Topic::Fee);
    here.map(told).collect()
}

#[test]
fn every_way_to_say_none_is_none() {
    for sentence in [
        "本年未收到政府信息公开申请",
        "全年没有收到政府信息公开申请",
        "全年未接到政府信息公开申请",
        "全年无政府信息公开申请",
        "全年政府信息公开申请为零申请",
        "全年收到政府信息公开申请0件",
    ] {
        assert_eq!(claims(sentence, [0, 0, 0, 0]), ["0 new_received agrees"], "{sentence}");
        assert_eq!(claims(sentence, [2, 0, 2, 0]), ["0 new_received disagrees"], "{sentence}");
    }
    for sentence in ["未发生行政复议", "未产生行政复议案件", "行政复议和行政诉讼均为零"] {
        let told = claims(sentence, [0, 0, 0, 0]);
        assert!(told.iter().any(|told| told == "0 relief.review agrees"), "{sentence}: {told:?}");
    }
}

#[test]
fn each_anchor_stands_for_its_own_figures() {
    // N = 20, I = 3, T = 19, O = 4.
    let figures = [20, 3, 19, 4];
    for (anchor, values) in [
        ("收到政府信息公开申请", &[20][..]),
        ("新收政府信息公开申请", &[20]),
        ("接到政府信息公开申请", &[20]),
        ("受理政府信息公开申请", &[20, 23]),
        ("办理政府信息公开申请", &[20, 23, 19]),
        ("答复政府信息公开申请", &[19]),
        ("办结政府信息公开申请", &[19]),
        ("办理完成政府信息公开申请", &[19]),
        ("上年结转政府信息公开申请", &[3]),
        ("结转下年度政府信息公开申请", &[4]),
    ] {
        for value in [3, 4, 19, 20, 23] {
            let told = claims(&format!("全年{anchor}{value}件"), figures);
            let agrees = told.iter().any(|told| told.starts_with(&format!("{value} ")) && told.ends_with(" agrees"));
            assert_eq!(agrees, values.contains(&value), "{anchor}{value}件: {told:?}");
            let disagrees = told.iter().any(|told| told.ends_with(" disagrees"));
            assert_eq!(disagrees, !values.contains(&value), "{anchor}{value}件: {told:?}");
        }
    }
}

#[test]
fn what_is_no_request_is_not_counted_among_them() {
    for word in
        ["热线", "12345", "信箱", "留言", "来信", "诉求", "工单", "咨询", "信访件", "建议", "提案", "投诉", "投稿"]
    {
        let told = claims(&format!("全年收到{word}3件"), [5, 0, 5, 0]);
        assert_eq!(told, [""; 0], "{word}");
    }
}

#[test]
fn round_numbers_stand_for_an_interval_and_ten_thousands_are_read() {
    for (said, fits, fits_not) in [
        ("100余件", 105, 112),
        ("100多件", 109, 99),
        ("近100件", 98, 101),
        ("约100件", 104, 120),
        ("100件左右", 98, 120),
        ("100件以上", 130, 99),
        ("超过100件", 130, 99),
        ("1万余件", 10_900, 11_500),
        ("31万多件", 312_000, 350_000),
        ("3.2万件", 32_000, 32_001),
    ] {
        let sentence = format!("收到政府信息公开申请{said}");
        let told = |new| claims(&sentence, [new, 0, 5, 0]).iter().filter(|told| told.ends_with(" agrees")).count();
        assert_eq!((told(fits), told(fits_not)), (1, 0), "{said}");
    }
}

#[test]
fn sentences_of_real_reports_are_read_as_their_writers_meant_them() {
    for (sentence, requests, expected) in [
        (
            "2023年，全县共受理政府信息公开申请3259件，答复3278件（含上年度结转申请77件，另有58件顺延到下年度答复）",
            [3259, 77, 3278, 58],
            &["3259 new_received agrees", "3278 results.total agrees", "77 carried_in agrees", "58 carried_out agrees"]
                [..],
        ),
        (
            "共受理政府信息公开申请 19 件，其中 11 件均按规定程序办结，8 件申请人主动撤销",
            [19, 0, 19, 0],
            &["19 new_received agrees", "19 sum 11+8 agrees"],
        ),
        (
            "受理信息公开申请10件，办理上年度结转申请1件。答复11件",
            [10, 1, 11, 0],
            &["10 new_received agrees", "1 carried_in agrees", "11 results.total agrees"],
        ),
        (
            "收到政府信息依申请公开9件，上年转结1件，其中网络申请数5件，信函申请数5件",
            [9, 1, 10, 0],
            &["9 new_received agrees", "1 carried_in agrees"],
        ),
        ("2023 年有 1 件政府信息公开申请案件收取信息处理费 380 元", [9, 1, 10, 0], &[]),
        ("2023年全县实际收取信息处理费共计400元", [9, 1, 10, 0], &[]),
        (
            "受理政府信息公开申请6件(其中，当年新收5件，上年结转1件)",
            [5, 1, 6, 0],
            &["6 new_received + carried_in agrees", "5 new_received agrees", "1 carried_in agrees", "6 sum 5+1 agrees"],
        ),
        ("收到政府信息公开申请５件，答复四件", [5, 0, 5, 0], &["5 new_received agrees", "4 results.total disagrees"]),
        ("收到政府信息公开申请3.2万件", [32_000, 0, 5, 0], &["32000 new_received agrees"]),
        ("收到政府信息公开申请100余件", [105, 0, 5, 0], &["100 new_received agrees"]),
        ("收到政府信息公开申请100余件", [150, 0, 5, 0], &[]),
        ("收到政府信息公开申请近100件", [98, 0, 5, 0], &["100 new_received agrees"]),
        ("收到政府信息公开申请不少于5件", [9, 0, 5, 0], &["5 new_received agrees"]),
        ("没有收到政府信息公开申请", [2, 0, 5, 0], &["0 new_received disagrees"]),
        ("全年零申请，无政府信息公开申请", [0, 0, 0, 0], &["0 new_received agrees"]),
        ("通过网站收到政府信息公开申请3件，答复咨询4件", [5, 0, 5, 0], &[]),
        ("县政府办公室收到政府信息公开申请3件，答复3件", [5, 0, 5, 0], &[]),
        ("收到政府信息公开申请5件，按时答复4件", [5, 0, 5, 0], &["5 new_received agrees"]),
        (
            "收到政府信息公开申请5件，不予以公开3件，部分公开1件，予以公开2件",
            [5, 0, 5, 0],
            &[
                "5 new_received agrees",
                "3 results.denied.state_secret + results.denied.prohibited_by_law + results.denied.three_securities_one_stability + results.denied.third_party_rights + results.denied.internal_affairs + results.denied.process_information + results.denied.enforcement_case_file + results.denied.administrative_query disagrees",
                "1 results.partially_granted disagrees",
                "2 results.granted agrees",
            ],
        ),
        (
            "制定规章制度5项，备案规范性文件3件，现行有效规范性文件9件",
            [0; 4],
            &["9 normative_documents@in_force agrees"],
        ),
        ("受理诉求100件，办结99件，按时办结率98%，满意率99%", [0; 4], &[]),
        ("受理诉求100件，办结99件，办结率百分之九十五", [0; 4], &["95 99/100 disagrees"]),
        ("发布信息30条，同比下降25%", [0; 4], &["25 growth unlinked"]),
        ("发布信息5条，同比增长50%", [0; 4], &["50 growth disagrees"]),
        ("发布信息20条，其中图片5条，视频14条", [0; 4], &["20 sum 5+14 disagrees"]),
        ("发布信息20条，其中图片15条，视频25条", [0; 4], &["20 sum 15+25 disagrees"]),
        // It is not said that these are all of them: it is only pointed out.
        ("发布信息20条，其中图片5条，视频5条", [0; 4], &["20 sum 5+5 unlinked"]),
        ("发布信息20条，其中图片5条，其他信息5条", [0; 4], &["20 sum 5+5 disagrees"]),
        ("发布信息20条，其中图片5条，视频5条，文字信息若干", [0; 4], &[]),
        ("发布信息20条，其中图片5条，视频10余条", [0; 4], &[]),
        // 条 and 次 need not add up: it is only pointed out.
        ("发布信息20条，其中图片5条，视频14次", [0; 4], &["20 sum 5+14 unlinked"]),
        ("发布信息20条，其中图片5条，视频5个", [0; 4], &[]),
        ("发布信息20条，其中被省级平台采用5条，转载12条，被评为优秀7条", [0; 4], &[]),
    ] {
        assert_eq!(claims(sentence, requests), expected, "{sentence}");
    }
}

/// What NAR-12 says of a sentence: its messages, or why it cannot say anything. Requests of this year are new, carried in,
/// results, carried out; of last year those that were new, or no report at all.
fn growth(sentence: &str, [new, carried_in, results, carried_out]: [u32; 4], last_year: Option<u32>) -> Vec<String> {
    let (forms, rules) = standard();
    let last_year = last_year.map_or_else(String::new, |old| {
        format!(
            "[last_year.cells]\n\"requests.new_received@total\" = \"{old}\"\n\
             \"requests.results.total@total\" = \"{old}\"\n\"requests.carried_in@total\" = \"2\"\n"
        )
    });
    let toml = format!(
        "[reword]\n\"全年未收到政府信息公开申请\" = \"{sentence}\"\n[cells]\n\
         \"requests.new_received@total\" = \"{new}\"\n\"requests.carried_in@total\" = \"{carried_in}\"\n\
         \"requests.results.total@total\" = \"{results}\"\n\"requests.carried_out@total\" = \"{carried_out}\"\n{last_year}"
    );
    let checks = Fixture::read(&toml, sentence).check(&forms, &rules).checks;
    let found = checks.findings.iter().filter(|finding| finding.rule == "NAR-12").map(|finding| &finding.message);
    let undecided = checks.undecided.iter().filter(|undecided| undecided.rule == "NAR-12");
    found.chain(undecided.map(|undecided| &undecided.message)).map(|message| message.zh.clone()).collect()
}

#[test]
fn growth_is_worked_out_from_last_years_report_in_the_sentences_that_people_write() {
    for clause in [
        "较上年增长50%",
        "比上年增长50%",
        "同比增长50%",
        "与上年相比增长50%",
        "较2022年增长50%",
        "申请数量较上年增长50%",
        "总量同比上升50%",
        "较上年增加2件，同比增长50%",
    ] {
        let told = growth(&format!("收到政府信息公开申请12件，{clause}"), [12, 0, 12, 0], Some(10));
        let quote = clause.rsplit('，').next().unwrap();
        assert_eq!(told, [format!("“{quote}”：上年10件、本年12件，应为增长20%。")], "{clause}");
        let right = clause.replace("50%", "20%");
        assert!(growth(&format!("收到政府信息公开申请12件，{right}"), [12, 0, 12, 0], Some(10)).is_empty(), "{right}");
    }
    for (sentence, told) in [
        ("收到政府信息公开申请12件，较上年下降20%", "“较上年下降20%”：上年10件、本年12件，应为增长20%。"),
        (
            "收到政府信息公开申请12件较上年增长50%",
            "“收到政府信息公开申请12件较上年增长50%”：上年10件、本年12件，应为增长20%。",
        ),
        ("收到政府信息公开申请12件（较上年增长50%）", "“较上年增长50%”：上年10件、本年12件，应为增长20%。"),
    ] {
        assert_eq!(growth(sentence, [12, 0, 12, 0], Some(10)), [told]);
    }
    assert_eq!(
        growth("收到政府信息公开申请10件，同比增长20%", [10, 0, 10, 0], Some(10)),
        ["“同比增长20%”：上年10件、本年10件，应为没有增减。"]
    );
    // 3 to 5 is 66.67 %, which some cut to 66 %.
    for right in ["67", "66", "66.6", "66.67"] {
        let sentence = format!("收到政府信息公开申请5件，较上年增长{right}%");
        assert!(growth(&sentence, [5, 0, 5, 0], Some(3)).is_empty(), "{right}");
    }
}

#[test]
fn a_figure_of_last_year_in_the_sentence_is_the_base_of_growth() {
    for base in ["较2022年的10件增长50%", "较上年10件增长50%", "与去年的10件相比增长50%"] {
        for last_year in [None, Some(10)] {
            let told = growth(&format!("收到政府信息公开申请12件，{base}"), [12, 0, 12, 0], last_year);
            assert_eq!(told, [format!("“{base}”：由10件到12件，应为增长20%。")], "{base} {last_year:?}");
        }
        let right = base.replace("50%", "20%");
        assert!(growth(&format!("收到政府信息公开申请12件，{right}"), [12, 0, 12, 0], None).is_empty(), "{right}");
        // That 10 is not last year's figure is not for this rule to say.
        assert!(growth(&format!("收到政府信息公开申请12件，{right}"), [12, 0, 12, 0], Some(8)).is_empty(), "{right}");
        assert!(growth(&format!("收到政府信息公开申请12件，{base}"), [12, 0, 12, 0], Some(8)).is_empty(), "{base}");
    }
    assert_eq!(
        growth("收到政府信息公开申请12件，上年为10件，同比增长50%", [12, 0, 12, 0], None),
        ["“同比增长50%”：由10件到12件，应为增长20%。"]
    );
    assert_eq!(
        growth("发布信息12条，较2020年的10条增长50%", [0; 4], None),
        ["“较2020年的10条增长50%”：由10条到12条，应为增长20%。"]
    );
}

#[test]
fn growth_of_something_unknown_is_never_called_wrong() {
    const UNKNOWN: &str = "未作核对";
    for (sentence, requests, last_year) in [
        // Of what, since when, or of which of two numbers is not said.
        ("收到政府信息公开申请12件，网上申请较上年增长50%", [12, 0, 12, 0], Some(10)),
        ("收到政府信息公开申请5件，网上申请较上年增长50%", [5, 0, 5, 0], None),
        ("收到政府信息公开申请12件，较2020年增长50%", [12, 0, 12, 0], Some(10)),
        ("收到政府信息公开申请5件，较2020年增长50%", [5, 0, 5, 0], None),
        ("收到政府信息公开申请12件，环比增长50%", [12, 0, 12, 0], Some(10)),
        ("收到政府信息公开申请12件，发布信息30条，较上年增长50%", [12, 0, 12, 0], Some(10)),
        ("收到政府信息公开申请12件，其中网上9件，较上年增长50%", [12, 0, 12, 0], Some(10)),
        ("收到政府信息公开申请12件，上年结转3件，较上年增长20%", [12, 3, 15, 0], Some(9)),
        ("收到政府信息公开申请12件，答复11件，分别较上年增长50%", [12, 0, 11, 1], Some(10)),
        ("收到政府信息公开申请12件，办理质量较上年提高50%", [12, 0, 12, 0], Some(10)),
        // There was nothing to grow from.
        ("收到政府信息公开申请12件，较上年增长100%", [12, 0, 12, 0], Some(0)),
        // A base of four is possible.
        ("收到政府信息公开申请6件，较上年增长50%", [6, 0, 6, 0], None),
        ("收到政府信息公开申请12件，较上年增加2件，增幅50%", [12, 0, 12, 0], None),
        ("收到政府信息公开申请12件，较上年增加1件，同比增长50%", [12, 0, 12, 0], None),
        // The table says otherwise, and that is told already.
        ("收到政府信息公开申请12件，较上年增长50%", [13, 0, 13, 0], Some(10)),
    ] {
        let told = growth(sentence, requests, last_year);
        assert!(told.iter().all(|told| told.contains(UNKNOWN)), "{sentence}: {told:?}");
        let about_the_report = told.iter().any(|told| told.contains("没有可以对照的上年数字"));
        assert!(!(about_the_report && last_year.is_some()), "{sentence}: {told:?}");
    }
    // Accepted are those received, or those carried in as well.
    assert!(growth("受理政府信息公开申请12件，较上年增长20%", [11, 1, 12, 0], Some(8)).is_empty());
    // A number that no whole number gives is wrong whoever it speaks of.
    let told = growth("收到政府信息公开申请5件，较上年增长50%", [5, 0, 5, 0], None);
    assert_eq!(told, ["“较上年增长50%”：没有哪个整数的上年数能得出这个百分比。"]);
}
