//! Web pages: encodings, lists, tables and what stands around the article; and pages made to do harm.

use std::fs;
use std::path::Path;

use encoding_rs::GB18030;
use gouji::document::{Block, Document, Limits, read};
use gouji::form::Form;
use gouji::model::Notice;
use gouji::parse::parse;

use crate::support::damage::damaged;

fn page(html: &str) -> (Document, Vec<Notice>) {
    read("a.html", html.as_bytes(), &Limits::default()).unwrap()
}

/// Paragraphs as they stand, rows with `|` between cells; a cell merged over others shows how far it goes.
pub(crate) fn shown(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(span) => lines.push(document.text[span.range()].to_owned()),
            Block::Grid(grid) => lines.extend(grid.rows.iter().map(|row| {
                let cells = row.iter().map(|cell| {
                    let text = &document.text[cell.span.range()];
                    let merged = if cell.columns > 1 || cell.rows > 1 {
                        format!("[{}x{}]", cell.rows, cell.columns)
                    } else {
                        String::new()
                    };
                    format!("{}:{text}{merged}", cell.column)
                });
                cells.collect::<Vec<_>>().join("|")
            })),
            Block::Cells(_) | Block::Scattered(_) => lines.push("?".to_owned()),
        }
    }
    lines
}

fn lines(html: &str) -> Vec<String> {
    shown(&page(html).0)
}

fn refused(html: &str) -> &'static str {
    read("a.html", html.as_bytes(), &Limits::default()).unwrap_err().code
}

#[test]
fn merged_cells_stand_in_their_columns() {
    let table = "<table><tfoot><tr><td colspan=3>注</td></tr></tfoot><caption>表一</caption>\
        <tr><td rowspan=0>甲<td>1<br>2<td rowspan='2'>3</tr><tr><td>&nbsp;</tr><tr><td colspan=2>2<b>0</b></tr></table>";
    assert_eq!(lines(table), ["表一", "0:甲[3x1]|1:1 2|2:3[2x1]", "1:", "1:20[1x2]", "0:注[1x3]"]);
}

#[test]
fn every_encoding_of_a_page_gives_the_same_text() {
    for claim in ["gb2312", "GBK", "gb18030", "utf-8", "no-such-name"] {
        let text = format!("<meta http-equiv=Content-Type content='text/html; charset={claim}'><p>青云县㐂</p>");
        let (gb, _, _) = GB18030.encode(&text);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for (bytes, encoding) in
            [(gb.as_ref(), "gb18030"), (text.as_bytes(), "utf-8"), (&utf16, "utf-16le"), (&marked, "utf-8")]
        {
            let (document, notices) = read("a.htm", bytes, &Limits::default()).unwrap();
            assert_eq!((document.text.trim(), document.encoding.as_str(), notices.len()), ("青云县㐂", encoding, 0));
        }
    }
}

#[test]
fn lost_characters_are_told() {
    let mut bytes = "<meta charset=utf-8><p>青云县石桥镇柳河镇松台乡梅川乡</p>".repeat(20).into_bytes();
    bytes[30] = 0xFF;
    let (_, notices) = read("a.html", &bytes, &Limits::default()).unwrap();
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["characters-lost"]);
}

#[test]
fn headings_of_lists_that_count_anew_are_the_sections() {
    let headings = [
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
        "存在的主要问题及改进情况",
        "其他需要报告的事项",
    ];
    let forms = Form::editions().unwrap();
    let titles = |lists: [&str; 6]| -> Vec<String> {
        let one = |(list, heading): (&str, &str)| {
            format!("{list}<li><h1>{heading}</h1></ol><p>青云县各部门认真落实，工作稳步推进。</p>")
        };
        let text: String = lists.into_iter().zip(headings).map(one).collect();
        let (report, _) = parse(&page(&format!("<h1>青云县2022年政府信息公开工作年度报告</h1>{text}")).0, &forms);
        report.sections.iter().map(|section| section.title.chars().take(4).collect()).collect()
    };
    // As LibreOffice writes a heading below the parts of another.
    let nested = "<ol><ol><li><h2>主动公开方面。</h2><li><h2>依申请公开方面。</h2></ol>";
    let counted = ["<ol>", nested, "<ol start=3>", "<ol start=4>", "<ol start=5>", "<ol start=6>"];
    assert_eq!(titles(counted), ["1.总体", "1.主动", "3.收到", "4.政府", "5.存在", "6.其他"]);
    assert_eq!(titles(["<ol>"; 6]), ["1.总体", "1.主动", "1.收到", "1.政府", "1.存在", "1.其他"]);
    let formal =
        [1, 2, 3, 4, 5, 6].map(|start| format!("<ol style='list-style-type:simp-chinese-formal' start={start}>"));
    assert_eq!(
        titles(formal.each_ref().map(String::as_str)),
        ["壹、总体", "贰、主动", "叁、收到", "肆、政府", "伍、存在", "陆、其他"]
    );
    // A part of a section with the words of another is no section where the sections are numbered otherwise.
    let mut parts = "<p>一、总体情况</p><p>1.主动公开政府信息情况</p><p>各项工作稳步推进。</p>".to_owned();
    for (heading, number) in headings[2..].iter().zip("三四五六".chars()) {
        parts += &["<p>", &number.to_string(), "、", heading, "</p><p>没有。</p>"].concat();
    }
    let (report, _) = parse(&page(&parts).0, &forms);
    assert_eq!(report.sections.iter().map(|section| section.number).collect::<Vec<_>>(), [1, 3, 4, 5, 6]);
}

/// What a site puts around an article, with names as sites give them.
fn site(article: &str) -> String {
    let menu: String =
        ["首页", "政务公开", "一、总体情况", "互动"].map(|name| format!("<li><a href='/x'>{name}</a>")).concat();
    format!(
        "<html><head><title>青云县2021年报告_青云县人民政府</title><script>'<table><tr><td>9'</script></head><body>\
        <div class=header><form><input value=1>搜索</form><ul>{menu}</ul></div>\
        <div class=main><div class=dqwz>当前位置：<a href='/'>首页</a> &gt; 正文</div>\
        <div class=left><ul>{menu}</ul></div>\
        <div class=article><h2>青云县2021年报告</h2><div id=zoom>{article}</div>\
        <p><a href='#'>【打印本页】</a> <a href='#'>【关闭窗口】</a></p>\
        <ul class=xg>{menu}</ul></div></div>\
        <div class=foot><p>主办：青云县人民政府</p><p>网站标识码：0 青ICP备0号</p></div></body></html>"
    )
}

const ARTICLE: &str = "<p>一、总体情况</p><p>青云县认真贯彻条例，全年主动公开信息一百二十条，答复申请三件，没有被复议。</p>\
    <table><tr><td>规章<td>1<tr><td>文件<td></table><p>二、改进</p><p>下一步继续努力。</p><p>附件：<a href=a.doc>说明</a></p>";

const READ: [&str; 8] = [
    "青云县2021年报告",
    "一、总体情况",
    "青云县认真贯彻条例，全年主动公开信息一百二十条，答复申请三件，没有被复议。",
    "0:规章|1:1",
    "0:文件|1:",
    "二、改进",
    "下一步继续努力。",
    "附件：说明",
];

#[test]
fn what_stands_around_the_article_is_left_out() {
    assert_eq!(lines(&site(ARTICLE)), READ);
}

#[test]
fn tables_that_arrange_the_page_are_opened() {
    let prose = "青云县认真贯彻条例的要求，不断改进政务公开工作。".repeat(12);
    let page = format!(
        "<table><tr><td colspan=2><img src=a></td></tr><tr><td><ul><li><a href=a>首页</a><li><a href=b>公开</a>\
        <li><a href=c>互动</a></ul></td><td><table><tr><td>标题</td></tr><tr><td><p>{prose}</p>\
        <table><tr><td>规章<td>1<tr><td>文件<td>2</table></td></tr></table></td></tr></table>"
    );
    assert_eq!(lines(&page), ["标题", prose.as_str(), "0:规章|1:1", "0:文件|1:2"]);
}

#[test]
fn a_link_left_open_makes_no_menu_of_the_article() {
    let page = format!("<div><a href=x.doc>{}</div>", ARTICLE.replace("<a href=a.doc>说明</a>", "说明"));
    assert_eq!(lines(&page), READ[1..]);
}

#[test]
fn a_page_of_word_reads_as_it_prints() {
    let word = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><!--[if gte mso 9]><xml><o:x>1</o:x></xml>\
        <![endif]--><style><!-- p {x:y} --></style></head><body><p class=MsoNormal style='mso-list:l0 level1 lfo1'>\
        <![if !supportLists]><span style='mso-list:\nIgnore'>一、<span>&nbsp; </span></span><![endif]>总体<span\n\
        lang=EN-US><o:p></o:p></span></p><p>公开<span lang=EN-US>2</span><span>0</span>件<span style='mso-hide:all'>隐</span></p>\
        <table><tr><td><p><span>规<o:p>&nbsp;</o:p></span></p><p>章</p></td><td><p><o:p>&nbsp;</o:p></p></td></tr></table></body></html>";
    let (document, notices) = page(word);
    assert_eq!(shown(&document), ["一、  总体", "公开20件", "0:规 章|1:"]);
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["hidden-text"]);
}

#[test]
fn a_sheet_saved_as_a_page_gives_its_headings() {
    let prose = "青云县认真贯彻条例的要求，不断改进政务公开工作。".repeat(4);
    let page = format!(
        "<table><tr><td>一、总体<td><td></tr><tr><td>{prose}<td><td></tr><tr><td>二、公开<td><td></tr>\
        <tr><td>名称<td>甲<td>乙</tr><tr><td>规章<td><td></tr></table>"
    );
    assert_eq!(lines(&page), ["一、总体", prose.as_str(), "二、公开", "0:名称|1:甲|2:乙", "0:规章|1:|2:"]);
}

#[test]
fn controls_of_a_form_show_what_was_filled_in() {
    let page = "<table><tr><td>规章<td><input value=5><td><input type=number value=' 12 '><td><input></tr>\
        <tr><td>文件<td><select><option>0<option selected> 7 </select><td><select><option disabled>请选择<option>3</select>\
        <td><textarea>\n4</textarea></tr>\
        <tr><td>其他<td><input type=hidden value=9><input type=checkbox value=9><input type=TEXT value=2>\
        <td><input value=1><input value=0>件<td><select multiple><option selected>1<option>2<option selected>3</select></tr>\
        <tr><td>收费<td><input type=submit value=9><button>9</button><td><input type=password value=9><input type=file value=9>\
        <td>8<input type=radio checked value=9><input type=image value=9></tr></table>\
        <p>收到<input value=6>件，办结<select><optgroup label=无><option label='6'>6 件</optgroup></select>件。</p>\
        <p><textarea>第一行\n第二行</textarea></p>";
    assert_eq!(
        lines(page),
        [
            "0:规章|1:5|2:12|3:",
            "0:文件|1:7|2:3|3:4",
            "0:其他|1:2|2:1 0件|3:1 3",
            "0:收费|1:|2:|3:8",
            "收到6件，办结6件。",
            "第一行",
            "第二行"
        ]
    );
    let (document, notices) = self::page("<table><tr><td>甲<td><input style='display:none' value=9>3</table>");
    assert_eq!((shown(&document), notices.len()), (vec!["0:甲|1:3".to_owned()], 0));
}

#[test]
fn a_page_without_text_is_refused() {
    assert_eq!(
        refused("<html><head><title>报告</title><meta http-equiv=refresh content='0;url=/a'></head><body></body>"),
        "empty"
    );
    assert_eq!(refused("<html><body><script>location='/a'</script><img src=a></body></html>"), "empty");
}

#[test]
fn pages_made_to_do_harm_are_refused_or_read() {
    let many = |piece: &str, times: usize| piece.repeat(times);
    let cases: Vec<(&str, String)> = vec![
        ("nested", format!("<html>{}", many("<div>", 100_000))),
        ("nested tables", format!("<html>{}", many("<table><tr><td>", 100_000))),
        ("misnested", format!("<html>{}", many("<table><b><p>", 100_000))),
        ("attributes", format!("<html><a {}>", many("a b ", 100_000))),
        (
            "formatting",
            format!(
                "<html>{}{}",
                (0..2_000).fold(String::new(), |all, n| all + &format!("<font size={n}>")),
                many("<p>x", 100_000)
            ),
        ),
        ("links", format!("<html>{}", many("<a href=x>1", 20_000))),
        ("wide", format!("<table>{}</table>", many("<tr><td colspan=1000 rowspan=0>1", 500))),
        ("rows", format!("<table>{}</table>", many("<tr>", 300_000))),
        ("cells", format!("<table><tr>{}</table>", many("<td>1", 250_000))),
        ("comments", format!("<html>{}<p>甲", many("<!-- - --", 100_000))),
        ("lists", format!("<html>{}", many("<ol start=9999999999999999999><li value=-9>甲</ol>", 5_000))),
        ("large", format!("<html>{}", many("甲", 3 << 20))),
    ];
    for (name, html) in cases {
        // What ends at all ends soon; how soon is measured outside of the tests.
        match read("a.html", html.as_bytes(), &Limits::default()) {
            Ok((document, _)) => assert!(document.text.len() <= html.len(), "{name}"),
            Err(refusal) => assert!(["over-limit", "empty"].contains(&refusal.code), "{name}: {}", refusal.code),
        }
    }
}

#[test]
fn deep_pages_are_refused_by_name() {
    assert_eq!(refused(&format!("<html>{}甲", "<div>".repeat(2_000))), "over-limit");
    assert_eq!(refused(&format!("<html><p>甲<a {}>", "b ".repeat(2_000))), "over-limit");
    assert_eq!(lines(&format!("<html>{}甲", "<div>".repeat(200))), ["甲"]);
}

#[test]
fn damaged_pages_never_break_the_reader() {
    for bytes in damaged(site(ARTICLE).as_bytes(), 600) {
        let _ = read("a.html", &bytes, &Limits::default());
    }
}

#[test]
fn the_pages_of_the_format_samples_give_all_figures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/formats");
    if !folder.is_dir() {
        crate::support::skipped("there is no ../shared/formats beside this checkout");
        return;
    }
    let forms = Form::editions().unwrap();
    for name in ["000.html", "000_site_gbk.html", "001.html", "001_site_gbk.html"] {
        let (document, notices) = read(name, &fs::read(folder.join(name)).unwrap(), &Limits::default()).unwrap();
        let (report, _) = parse(&document, &forms);
        let unread = report.cells.iter().filter(|cell| matches!(cell.state.name(), "missing" | "unsure")).count();
        assert_eq!((report.sections.len(), unread, notices.len()), (6, 0, 0), "{name}");
    }
}
