//! Sentences in the ways of speaking of real reports: what their numbers are held against, and of which nothing can be
//! said because they speak of another body, another time, a part or something else.

use gouji::model::Topic;

use super::claims::linked;
use super::fixture::Fixture;
use super::standard;

const COUNTY: &str = "青云县人民政府";
const TOWN: &str = "石桥镇人民政府";
const BUREAU: &str = "青云县财政局";

/// 20 received, 3 carried in, 19 closed, 4 carried out; 8 granted, 3 in part, 2 denied, 4 not held, 2 repeated; 2 reviews
/// and 1 suit; 3 documents made, 2 repealed, 9 in force; 40 licences, 30 penalties.
const FIGURES: [(&str, &str); 16] = [
    ("requests.new_received@total", "20"),
    ("requests.carried_in@total", "3"),
    ("requests.results.total@total", "19"),
    ("requests.carried_out@total", "4"),
    ("requests.results.granted@total", "8"),
    ("requests.results.partially_granted@total", "3"),
    ("requests.results.denied.state_secret@total", "2"),
    ("requests.results.unable.not_held@total", "4"),
    ("requests.results.not_processed.repeated@total", "2"),
    ("relief.review@total", "2"),
    ("relief.litigation_direct@total", "1"),
    ("disclosure.art20_1.normative_documents@made", "3"),
    ("disclosure.art20_1.normative_documents@repealed", "2"),
    ("disclosure.art20_1.normative_documents@in_force", "9"),
    ("disclosure.art20_5.licensing@decisions", "40"),
    ("disclosure.art20_6.penalties@decisions", "30"),
];

/// The claims of a text that were held against something, each as `value row verdict`.
fn told(agency: &str, text: &str) -> Vec<String> {
    let (forms, rules) = standard();
    let cells: Vec<String> = FIGURES.iter().map(|(cell, value)| format!("\"{cell}\" = \"{value}\"")).collect();
    let cells = cells.join("\n");
    let toml = format!(
        "agency = \"{agency}\"\n[reword]\n\"全年未收到政府信息公开申请\" = \"严格办理。{text}\"\n[cells]\n{cells}"
    );
    let checked = Fixture::read(&toml, text).check(&forms, &rules);
    let here = checked.claims.iter().filter(|claim| claim.link.is_some() && claim.topic != Topic::Fee);
    let short = |link: String| {
        let first = link.split(" + ").next().unwrap_or("").to_owned();
        ["requests.", "results.", "disclosure.", "art20_1.", "art20_5.", "art20_6.", "@total"]
            .iter()
            .fold(first, |link, part| link.replace(part, ""))
    };
    here.map(|claim| {
        format!("{} {} {}", claim.value.normalize(), short(linked(claim, &checked.document)), claim.verdict.name())
    })
    .collect()
}

fn each(agency: &str, sentences: &[(&str, &[&str])]) {
    for (sentence, expected) in sentences {
        assert_eq!(told(agency, sentence), *expected, "{agency}: {sentence}");
    }
}

/// Nothing is said to disagree.
fn silent(agency: &str, sentences: &[&str]) {
    for sentence in sentences {
        let told = told(agency, sentence);
        assert!(!told.iter().any(|told| told.ends_with(" disagrees")), "{agency}: {sentence}: {told:?}");
    }
}

#[test]
fn another_time_than_the_whole_year_is_not_held_against_it() {
    silent(
        COUNTY,
        &[
            "2023年上半年，全县共收到政府信息公开申请7件，答复6件",
            "下半年，全县收到政府信息公开申请7件",
            "第三季度收到政府信息公开申请7件，办结6件",
            "12月，收到政府信息公开申请2件",
            "截至2023年10月底，全县共收到政府信息公开申请7件",
            "2021—2023年，全县共收到政府信息公开申请60件",
            "近三年全县共收到政府信息公开申请60件，办结58件",
            "自《条例》施行以来，全县收到政府信息公开申请600件",
            "2022年全县收到政府信息公开申请11件",
            "较2022年的11件有所增加",
        ],
    );
    each(
        COUNTY,
        &[
            ("2022年全县收到政府信息公开申请11件，2023年收到政府信息公开申请21件", &["21 new_received disagrees"]),
            ("2023年1月至12月，全县收到政府信息公开申请21件", &["21 new_received disagrees"]),
            ("截至12月底，全县收到政府信息公开申请21件", &["21 new_received disagrees"]),
            ("按照《青云县2022年政务公开要点》，全县收到政府信息公开申请21件", &["21 new_received disagrees"]),
            (
                "收到政府信息公开申请20件，较2022年的16件增长25%，办结18件",
                &["20 new_received agrees", "25 growth agrees", "18 total disagrees"],
            ),
            (
                "2022年结转政府信息公开申请3件，共办结19件，结转2024年继续办理5件",
                &["3 carried_in agrees", "19 total agrees", "5 carried_out disagrees"],
            ),
            ("2022年结转2023年政府信息公开申请2件", &["2 carried_in disagrees"]),
        ],
    );
}

#[test]
fn another_body_is_not_held_against_the_whole() {
    silent(
        COUNTY,
        &[
            "全县各级行政机关收到政府信息公开申请20件，县政府办公室收到政府信息公开申请7件，答复6件",
            "县政府收到政府信息公开申请7件，县直各部门收到政府信息公开申请8件，各乡镇收到政府信息公开申请5件",
            "县自然资源局收到政府信息公开申请7件。其中，予以公开1件，不予公开6件",
            "全市共收到政府信息公开申请200件",
            "各部门共收到政府信息公开申请13件，答复12件",
            "各乡镇收到政府信息公开申请5件",
            "县政府共收到政府信息公开申请7件，予以公开6件",
            "未收到政府信息公开申请的单位有12个",
        ],
    );
    silent(
        TOWN,
        &[
            "全县共收到政府信息公开申请200件，其中我镇20件",
            "各村收到村务公开申请35件，答复35件",
            "镇党政办公室收到政府信息公开申请7件",
        ],
    );
    silent(
        BUREAU,
        &[
            "全县财政系统收到政府信息公开申请35件，其中县局本级20件",
            "协助县政府办理政府信息公开申请35件",
            "代县政府答复政府信息公开申请5件",
            "下属单位收到政府信息公开申请5件，答复5件",
        ],
    );
    each(
        COUNTY,
        &[
            ("全县各乡镇、各部门共收到政府信息公开申请21件", &["21 new_received disagrees"]),
            ("督促各部门规范办理，共收到政府信息公开申请21件", &["21 new_received disagrees"]),
            ("围绕县委中心工作，全年收到政府信息公开申请21件", &["21 new_received disagrees"]),
            ("服务发展大局，按照全市统一部署，全县收到政府信息公开申请21件", &["21 new_received disagrees"]),
            (
                "收到政府信息公开申请20件，因本机关不掌握而无法提供5件",
                &["20 new_received agrees", "5 unable.not_held disagrees"],
            ),
        ],
    );
    each(BUREAU, &[("通过政务服务系统收到申请，全年受理政府信息公开申请21件", &["21 new_received disagrees"])]);
}

#[test]
fn kinds_of_result_are_held_against_the_table_together_and_after_a_stop() {
    each(
        BUREAU,
        &[
            (
                "收到政府信息公开申请20件。其中，予以公开8件；部分公开4件；“不予公开”2件",
                &[
                    "20 new_received agrees",
                    "8 granted agrees",
                    "4 partially_granted disagrees",
                    "2 denied.state_secret agrees",
                ],
            ),
            ("办结依申请公开19件，其中予以公开或部分公开11件", &["19 total agrees", "11 granted agrees"]),
            ("办结依申请公开19件，其中不予公开、无法提供7件", &["19 total agrees", "7 denied.state_secret disagrees"]),
            (
                "办结依申请公开19件（含2022年结转的3件），其中，予以公开8件，部分公开3件，不予公开2件，无法提供4件，不予处理2件",
                &[
                    "19 total agrees",
                    "3 carried_in agrees",
                    "8 granted agrees",
                    "3 partially_granted agrees",
                    "2 denied.state_secret agrees",
                    "4 unable.not_held agrees",
                    "2 not_processed.petition_complaint agrees",
                    "19 sum 8+3+2+4+2 agrees",
                ],
            ),
        ],
    );
    each(
        BUREAU,
        &[
            // All of them have been told apart: what follows is of all again.
            (
                "收到政府信息公开申请20件，其中自然人申请15件，法人或其他组织申请5件，均已答复，其中予以公开数量为9件",
                &["20 new_received agrees", "9 granted disagrees", "20 sum 15+5 agrees"],
            ),
        ],
    );
    silent(
        BUREAU,
        &[
            "办结依申请公开19件，其中同意公开或部分公开11件",
            "办结依申请公开19件，3件予以公开或部分公开",
            "收到政府信息公开申请20件，其中网上申请9件（予以公开5件，不予公开1件），信函申请11件",
            "收到政府信息公开申请20件，其中自然人申请15件，予以公开5件，不予公开1件",
            "全县共制发公文300件，其中主动公开200件、依申请公开50件、不予公开50件",
            "公文公开属性为主动公开的200件、依申请公开50件、不予公开50件",
            "部分不予公开5件",
        ],
    );
}

#[test]
fn a_bracket_ends_and_the_sentence_goes_on() {
    each(
        BUREAU,
        &[
            (
                "全年共收到依申请公开20件（其中信件申请12件，网络申请8件），已办结18件，4件结转下年办理",
                &["20 new_received agrees", "18 total disagrees", "4 carried_out agrees", "20 sum 12+8 agrees"],
            ),
            (
                "受理政府信息公开申请23件；上年结转2件，结转下年办理4件",
                &["23 new_received agrees", "2 carried_in disagrees", "4 carried_out agrees"],
            ),
            ("上年度结转办理件2件，收到政府信息公开申请20件", &["20 new_received agrees"]),
            ("收到政府信息公开申请20件，上年度结转办理2件", &["20 new_received agrees", "2 carried_in disagrees"]),
            ("结转上年后新收到依申请公开事项20件", &[]),
            // 收到 may be said of all that had to be dealt with, where it says so itself.
            ("收到政府信息公开申请23件（含上年结转3件）", &["23 new_received agrees", "3 carried_in agrees"]),
            (
                "收到政府信息公开申请23件，其中新收20件，上年结转3件",
                &["23 new_received agrees", "20 new_received agrees", "3 carried_in agrees", "23 sum 20+3 agrees"],
            ),
            ("收到政府信息公开申请24件（含上年结转3件）", &["24 new_received disagrees", "3 carried_in agrees"]),
            ("办结19件政府信息公开申请，另有3件转2024年继续办理", &["19 total agrees", "3 carried_out disagrees"]),
        ],
    );
}

#[test]
fn what_else_is_received_or_answered_is_no_request() {
    silent(
        BUREAU,
        &[
            "举办依申请公开培训3次，收到反馈意见35件，答复35件",
            "依申请公开平台访问1200次，收到申请6件",
            "收到政府信息公开申请补正材料5件，答复征求第三方意见函4件",
            "全年办理政府信息公开申请答复审核件40件",
            "没有收到政府信息公开申请收费投诉",
        ],
    );
    each(
        BUREAU,
        &[
            ("未收到公众关于政府信息公开的申请", &["0 new_received disagrees"]),
            ("未收到公民、法人和其他组织提出的公开政府信息的申请", &["0 new_received disagrees"]),
            ("共接收政府信息公开申请21件", &["21 new_received disagrees"]),
        ],
    );
}

#[test]
fn decisions_are_told_from_pages_applications_and_revenue() {
    silent(
        COUNTY,
        &[
            "主动公开信息300条，其中行政许可13条、行政处罚5条",
            "发布信息300条，其中政策文件14件、行政许可93件",
            "网站发布信息400余条，其中行政处罚决定68条",
            "受理行政许可60件，行政处罚立案12件",
            "公布行政许可26项",
            "县财政部门实现行政事业性收费收入3560万元",
        ],
    );
    each(
        COUNTY,
        &[
            (
                "行政许可共处理决定41件，行政处罚共处理决定30件",
                &["41 licensing@decisions disagrees", "30 penalties@decisions agrees"],
            ),
            (
                "收到政府信息公开申请20件，作出行政处罚决定31件",
                &["20 new_received agrees", "31 penalties@decisions disagrees"],
            ),
        ],
    );
}

#[test]
fn remedies_against_disclosure_are_told_from_all_others() {
    silent(
        COUNTY,
        &[
            "行政复议机关受理行政复议案件56件，在政府信息公开专栏公布行政复议决定书30份",
            "加强政府信息公开，办理行政诉讼应诉案件40件",
            "政府信息公开行政复议2件，1件做了复议决定",
            "以县政府为被申请人的政府信息公开行政复议案件5件",
            "上年结转行政复议1件，本年新增政府信息公开行政复议1件",
        ],
    );
    each(
        BUREAU,
        &[
            (
                "因政府信息公开引发行政复议2件（申请人撤回1件）、行政诉讼2件",
                &["2 relief.review agrees", "2 relief.litigation_direct disagrees"],
            ),
            (
                "办理政府信息公开申请，未引起行政复议和行政诉讼",
                &["0 relief.review disagrees", "0 relief.litigation_direct disagrees"],
            ),
        ],
    );
}

#[test]
fn the_parts_of_a_part_are_not_added_to_the_whole() {
    each(
        BUREAU,
        &[
            ("发布信息39条，其中图文30条（原创20条，转载10条），视频9条", &["39 sum 30+9 agrees"]),
            ("发布信息39条，点击量9000次。其中：图文30条，视频9条", &["39 sum 30+9 agrees"]),
            ("公开信息51条。其中公开政府信息29条，包括机构职能20条，规划9条", &[]),
            ("收到政府信息公开申请20件，其中县局收到12件，答复11件", &["20 new_received agrees"]),
        ],
    );
}

#[test]
fn growth_is_of_what_was_counted() {
    each(
        BUREAU,
        &[
            ("发布信息12条，网站访问量同比增长30%", &["30 growth unlinked"]),
            ("发布信息12条，视频占比同比提高30%", &[]),
            ("发布信息12条，同比增长30%", &["30 growth disagrees"]),
            ("发布信息12条，发布量同比增长30%", &["30 growth unlinked"]),
            ("发布信息12条，较上年的10条增长20%", &["20 growth agrees"]),
            ("发布信息12条，较上年的10条增长25%", &["25 growth disagrees"]),
            (
                "收到政府信息公开申请20件，答复19件，申请量较上年增长25%",
                &["20 new_received agrees", "19 total agrees", "25 growth unlinked"],
            ),
            ("发布信息12条，满意率同比提高30%", &[]),
            // 9 to 11 is 22.22.
            ("发布信息11条，同比增长22.2%", &["22.2 growth unlinked"]),
            // 7 to 12 is 71.428…: people cut as often as they round.
            ("发布信息12条，同比增长71.42%", &["71.42 growth unlinked"]),
        ],
    );
}

#[test]
fn documents_named_once_are_counted_on() {
    each(
        BUREAU,
        &[
            (
                "制发行政规范性文件3件，废止行政规范性文件2件，现行有效件数8件",
                &[
                    "3 normative_documents@made agrees",
                    "2 normative_documents@repealed agrees",
                    "8 normative_documents@in_force disagrees",
                ],
            ),
            (
                "现行有效行政规范性文件9件、废止1件",
                &["9 normative_documents@in_force agrees", "1 normative_documents@repealed disagrees"],
            ),
        ],
    );
    silent(
        BUREAU,
        &[
            "清理行政规范性文件56件，废止10件，现行有效40件",
            "废止规范性文件1件、宣布失效1件",
            "制定规范性文件3件，制定工作制度5件，废止4件",
            "备案规范性文件5件，制定5件",
            "参与制定规范性文件5件",
        ],
    );
}
