//! Who reports on which year, in the many ways in which a title is written.

use gouji::document::{Limits, read};
use gouji::form::Form;
use gouji::parse::parse;

/// The head of a file, the lines after section six, and who and which year it is.
const CASES: [(&str, &str, Option<&str>, Option<i32>); 20] = [
    ("青云县2021年政府信息公开工作年度报告", "", Some("青云县"), Some(2021)),
    ("青云县 2021 年度政府信息公开工作年度报告", "", Some("青云县"), Some(2021)),
    ("青 云 县\n\n2021 年政府信息公开工作年度报告", "", Some("青云县"), Some(2021)),
    ("青云县人民政府办公室\n2022年政府信息公开工作年度报告", "", Some("青云县人民政府办公室"), Some(2022)),
    ("青云县财政局关于2022年政府信息公开工作的\n年度报告", "", Some("青云县财政局"), Some(2022)),
    ("2022年青云县财政局政府信息公开工作年度报告", "", Some("青云县财政局"), Some(2022)),
    ("青云县水利局2023年政府信息公开年度报告", "", Some("青云县水利局"), Some(2023)),
    ("青云县水利局二〇二三年政府信息公开工作年度报告", "", Some("青云县水利局"), Some(2023)),
    ("青云县2021年政府信息公开工作年度报告", "青云县人民政府\n2022年1月12日", Some("青云县人民政府"), Some(2021)),
    (
        "石桥镇政府信息公开工作年度报告\n（2023年度）",
        "石桥镇人民政府\n2024年1月12日",
        Some("石桥镇人民政府"),
        Some(2023),
    ),
    ("2023年度政府信息公开工作年度报告", "石桥镇人民政府\n2024年1月12日", Some("石桥镇人民政府"), Some(2023)),
    (
        "石桥镇人民政府文件\n石政〔2024〕3号\n石桥镇人民政府\n关于上报2023年政府信息公开工作年度报告的报告\n县政府办公室：\n现将报告随文呈上。\n石桥镇2023年政府信息公开工作年度报告",
        "",
        Some("石桥镇人民政府"),
        Some(2023),
    ),
    (
        "索引号：000014349/2024-00012\n发布日期：2024-01-20\n青云县教育局2023年政府信息公开工作年度报告\n发布时间：2024-01-20 浏览次数：12",
        "",
        Some("青云县教育局"),
        Some(2023),
    ),
    ("柳河街道办事处2023年政府信息公开工作年度报告", "", Some("柳河街道办事处"), Some(2023)),
    (
        "青云县市场监督管理局（知识产权局）2023年政府信息公开工作年度报告",
        "",
        Some("青云县市场监督管理局（知识产权局）"),
        Some(2023),
    ),
    ("青云县水利局2022年度政府信息公开年报", "", Some("青云县水利局"), Some(2022)),
    ("青云县水利局关于2022年政府信息公开工作情况的报告", "", Some("青云县水利局"), Some(2022)),
    ("青云·白山自治县2023年政府信息公开工作年度报告", "", Some("青云·白山自治县"), Some(2023)),
    ("关于石桥镇人民政府2022年政府信息公开工作年度报告", "", Some("石桥镇人民政府"), Some(2022)),
    ("会议通知", "", None, None),
];

#[test]
fn agency_and_year_are_found_however_the_title_is_set() {
    let forms = Form::editions().unwrap();
    let mut wrong = Vec::new();
    for (head, closing, agency, year) in CASES {
        let text =
            format!("{head}\n\n一、总体情况\n一年来工作平稳。\n六、其他需要报告的事项\n无其他事项。\n\n{closing}\n");
        let (document, _) = read("", text.as_bytes(), &Limits::default()).unwrap();
        let (report, _) = parse(&document, &forms);
        let found = (report.agency.map(|agency| agency.value), report.year.map(|year| year.value));
        if found != (agency.map(str::to_owned), year) {
            wrong.push(format!("{head:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
