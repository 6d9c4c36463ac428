//! The made-up office of `gouji demo`: this test writes its files (`UPDATE=1`) or holds them to what it would write.

use std::fs;
use std::path::Path;

use gouji::form::Form;

use crate::writer::{Layout, Sample, write};

const NEW: &str = "全年未收到政府信息公开申请";

/// Folder, file name, text.
type File = (&'static str, &'static str, String);

fn disclosure<'a>(sample: Sample<'a>, normative: [&str; 3], decisions: [&str; 3], fees: &str) -> Sample<'a> {
    let row = "disclosure.art20_1.normative_documents";
    let cells = [
        (format!("{row}@made"), normative[0]),
        (format!("{row}@repealed"), normative[1]),
        (format!("{row}@in_force"), normative[2]),
        ("disclosure.art20_5.licensing@decisions".to_owned(), decisions[0]),
        ("disclosure.art20_6.penalties@decisions".to_owned(), decisions[1]),
        ("disclosure.art20_6.coercion@decisions".to_owned(), decisions[2]),
        ("disclosure.art20_8.fees@amount_wan".to_owned(), fees),
    ];
    let cells: Vec<(&str, &str)> = cells.iter().map(|(id, value)| (id.as_str(), *value)).collect();
    sample.set(&cells)
}

/// A report of the year before, in its own words: a text that comes again every year is a finding.
fn earlier<'a>(form: &'a Form, agency: &str) -> Sample<'a> {
    Sample::new(form, agency, 2022)
        .reword("认真落实上级部署，稳步推进政府信息公开各项工作", "按照上级要求，把政府信息公开作为改进作风的抓手")
        .reword("围绕群众关心的事项，及时在门户网站发布各类信息", "突出财政、民生、环保等重点领域，更新公开目录")
        .reword("公文拟制时同步确定公开属性，定期清理", "建立发文台账，逐件审查公开属性")
        .reword("优化网站栏目，做好政务新媒体日常维护", "改版门户网站，关停长期不更新的账号")
        .reword("解读形式还不够丰富，经办人员业务有待熟练", "个别栏目更新不及时，依申请答复文书不够规范")
        .reword("将加强培训，丰富图文解读，进一步提高公开质量", "将逐月检查栏目更新，印发答复文书范本，组织业务交流")
}

fn county(form: &Form) -> [File; 2] {
    let old = disclosure(earlier(form, "青云县人民政府"), ["5", "2", "61"], ["2801", "305", "31"], "162.35")
        .requests("natural_person", &[("new_received", 4), ("results.granted", 3), ("carried_out", 1)])
        .balance()
        .reword(NEW, "全年共收到政府信息公开申请4件，办结3件，结转下年度1件");
    let new = disclosure(Sample::new(form, "青云县人民政府", 2023), ["6", "1", "66"], ["2966", "217", "27"], "178.479")
        .requests(
            "natural_person",
            &[("new_received", 6), ("carried_in", 1), ("results.granted", 5), ("results.unable.not_held", 2)],
        )
        .requests("commercial_enterprise", &[("new_received", 2), ("results.partially_granted", 2)])
        .set(&[("relief.review@upheld", "1")])
        .balance()
        .reword(NEW, "全年共收到政府信息公开申请5件，均在法定期限内答复")
        .reword("及时在门户网站发布各类信息", "通过门户网站发布各类信息3120条，同比有所增加");
    [
        ("last-year", "青云县人民政府2022.txt", write(&old, Layout::Grid)),
        ("inbox", "青云县人民政府2023.txt", write(&new, Layout::Grid)),
    ]
}

fn stone_bridge(form: &Form) -> [File; 3] {
    let this = |requests: u32| {
        disclosure(Sample::new(form, "石桥镇人民政府", 2023), ["1", "0", "9"], ["212", "18", "0"], "0")
            .requests(
                "natural_person",
                &[("new_received", 6), ("results.granted", 4), ("results.not_processed.repeated", 2)],
            )
            .requests("other_org", &[("new_received", 1), ("results.granted", 1)])
            .balance()
            .set(&[("requests.new_received@natural_person", &requests.to_string())])
            .reword(NEW, "全年共收到政府信息公开申请7件，办结7件")
    };
    let old = disclosure(earlier(form, "石桥镇人民政府"), ["2", "0", "8"], ["190", "20", "0"], "0")
        .requests("natural_person", &[("new_received", 5), ("results.granted", 5)])
        .balance()
        .reword(NEW, "全年共收到政府信息公开申请5件，办结5件");
    let mut first = this(5).set(&[
        ("requests.results.denied.state_secret@legal_service_org", ""),
        ("requests.results.denied.state_secret@total", ""),
    ]);
    first.sections[5] = Some("无".to_owned());
    [
        ("last-year", "石桥镇2022.txt", write(&old, Layout::Stacked)),
        ("inbox", "石桥镇2023.txt", write(&first, Layout::Stacked)),
        ("later", "石桥镇2023（修改）.txt", write(&this(6), Layout::Stacked)),
    ]
}

fn willow(form: &Form) -> [File; 2] {
    let old = disclosure(earlier(form, "柳河镇人民政府"), ["0", "0", "4"], ["91", "3", "0"], "0").balance();
    let new = disclosure(Sample::new(form, "柳河镇人民政府", 2023), ["0", "0", "4"], ["96", "3", "0"], "0").balance();
    [
        ("last-year", "柳河镇2022.txt", write(&old, Layout::Grid)),
        ("inbox", "柳河镇2023.txt", write(&new, Layout::Pipes)),
    ]
}

fn finance(form: &Form) -> [File; 2] {
    let old = earlier(form, "青云县财政局")
        .requests("commercial_enterprise", &[("new_received", 3), ("results.granted", 1), ("carried_out", 2)])
        .balance()
        .reword(NEW, "全年共收到政府信息公开申请3件，办结1件");
    let new = Sample::new(form, "青云县财政局", 2023)
        .requests("commercial_enterprise", &[("new_received", 4), ("carried_in", 1), ("results.granted", 5)])
        .balance()
        .reword(NEW, "全年共收到政府信息公开申请4件，办结5件");
    [("last-year", "财政局2022.txt", write(&old, Layout::Grid)), ("inbox", "财政局2023.txt", write(&new, Layout::Grid))]
}

fn school<'a>(sample: Sample<'a>, in_force: &str, granted: u32) -> Sample<'a> {
    let received = granted + 3;
    disclosure(sample, ["2", "0", in_force], ["37", "0", "0"], "0")
        .requests(
            "natural_person",
            &[
                ("new_received", received),
                ("results.granted", granted),
                ("results.denied.internal_affairs", 1),
                ("results.other.other", 2),
            ],
        )
        .balance()
        .reword(NEW, &format!("全年共收到政府信息公开申请{received}件，办结{received}件"))
}

fn education(form: &Form) -> [File; 2] {
    let old = school(earlier(form, "青云县教育局"), "14", 8);
    let new = school(Sample::new(form, "青云县教育局", 2023), "16", 9);
    let slip = new.reword("下一步，将加强培训", "2023年，我局将加强培训");
    [
        ("last-year", "教育局2022.txt", write(&old, Layout::Stacked)),
        ("inbox", "教育局2023.txt", write(&slip, Layout::Grid)),
    ]
}

fn pine_terrace(form: &Form) -> [File; 1] {
    let mut cut = Sample::new(form, "松台乡人民政府", 2023)
        .requests("natural_person", &[("new_received", 3), ("results.granted", 3)])
        .balance();
    cut = cut.reword(NEW, "全年共收到政府信息公开申请3件，办结3件");
    let requests = form.table("requests").unwrap();
    cut.left_out = requests.rows[8..].iter().map(|row| row.id.clone()).collect();
    cut.sections[3] = None;
    [("inbox", "松台乡2023.txt", write(&cut, Layout::Grid))]
}

fn later(form: &Form) -> [File; 3] {
    let police = Sample::new(form, "青云县公安局", 2023)
        .requests(
            "natural_person",
            &[
                ("new_received", 21),
                ("results.granted", 12),
                ("results.denied.enforcement_case_file", 8),
                ("carried_out", 1),
            ],
        )
        .set(&[("relief.litigation_direct@corrected", "1")])
        .balance()
        .set(&[("requests.results.denied.enforcement_case_file@natural_person", "18")])
        .reword(NEW, "全年共收到政府信息公开申请21件");
    let plum = Sample::new(form, "梅川乡人民政府", 2023).balance();
    [
        ("later", "公安局2023.txt", write(&police, Layout::Stacked)),
        ("later", "梅川乡2023.txt", write(&plum, Layout::Grid)),
        (
            "inbox",
            "关于召开座谈会的通知.txt",
            "关于召开座谈会的通知\n\n各乡镇、各部门：\n定于1月20日上午召开年度工作座谈会，请准时参加。\n".to_owned(),
        ),
    ]
}

#[test]
fn the_demonstration_office_is_as_the_writer_writes_it() {
    let forms = Form::editions().unwrap();
    let form = &forms[1];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    let files = county(form)
        .into_iter()
        .chain(stone_bridge(form))
        .chain(willow(form))
        .chain(finance(form))
        .chain(education(form))
        .chain(pine_terrace(form))
        .chain(later(form));
    for (place, name, text) in files {
        let path = folder.join(place).join(name);
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == text, "{} is stale: run the tests once with UPDATE=1", path.display());
    }
}

#[test]
fn everybody_of_the_demonstration_stands_in_its_roster_and_one_does_not_file() {
    let text = include_str!("../../fixtures/demo/roster.toml");
    let roster = gouji::config::roster(text).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    let form = Form::editions().unwrap().into_iter().find(|form| form.edition == "2021").unwrap();
    let knowledge = gouji::config::knowledge().unwrap();
    let agency = |text: &str| {
        let examined = gouji::examine::examine("", text.as_bytes(), &knowledge, |_| gouji::examine::Beside::default());
        examined.unwrap().report.agency.map(|agency| agency.value)
    };
    let files = [county(&form).to_vec(), later(&form).to_vec(), pine_terrace(&form).to_vec(), finance(&form).to_vec()];
    let files =
        files.into_iter().chain([willow(&form).to_vec(), education(&form).to_vec(), stone_bridge(&form).to_vec()]);
    let arrived: Vec<usize> = files.flatten().filter_map(|(_, _, text)| roster.place(&agency(&text)?)).collect();
    let absent =
        roster.members().iter().enumerate().filter(|(place, member)| member.stood_in(2023) && !arrived.contains(place));
    assert_eq!(absent.map(|(_, member)| member.name.as_str()).collect::<Vec<_>>(), ["青云县农业农村局"]);
}
