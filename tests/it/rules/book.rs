//! `docs/rules.md` is what the catalogue says, and the catalogue is sound as a whole.

use std::fs;
use std::path::Path;

use gouji::export::book;

use super::standard;

#[test]
fn the_book_is_what_the_catalogue_says() {
    let (forms, rules) = standard();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let book = book::markdown(&rules, &forms);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &book).unwrap();
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|found| found == book),
        "docs/rules.md is not what the rules say: run UPDATE=1 cargo test book"
    );
}

#[test]
fn the_catalogue_neither_contradicts_nor_repeats_itself() {
    let (forms, rules) = standard();
    assert_eq!(rules.lint(&forms), []);
}

#[test]
fn every_rule_is_told_in_both_languages_with_its_clause_and_has_a_family() {
    let (_, rules) = standard();
    for rule in &rules.rules {
        assert!(!rule.source.is_empty(), "{}", rule.id);
        for phrase in [&rule.title, &rule.doc, &rule.message] {
            assert!(!phrase.zh.is_empty() && !phrase.en.is_empty() && phrase.zh != phrase.en, "{}", rule.id);
        }
        assert!(rules.families.iter().any(|family| family.id == rule.family()), "{}", rule.id);
    }
}

#[test]
fn equations_are_read_aloud_in_the_words_of_the_form() {
    let (forms, rules) = standard();
    let aloud = |id: &str| {
        let explained = rules.find(id).unwrap().explained(&forms);
        explained.aloud.last().unwrap().text.clone()
    };
    assert_eq!(aloud("ARI-03").zh, "表三各列：一、本年新收 ＋ 二、上年结转 ＝ 三（七）总计 ＋ 四、结转下年度继续办理");
    assert_eq!(aloud("ari-02").zh, "表三各列：（一）予以公开至（六）其他处理各项 ＝ 三（七）总计");
    assert_eq!(aloud("ARI-04").zh, "表四各行：结果维持 ＋ 结果纠正 ＋ 其他结果 ＋ 尚未审结 ＝ 总计");
    assert_eq!(
        aloud("YOY-02").zh,
        "表二第二十条第（一）项各行：现行有效件数 ＝ 上年报告的现行有效件数 ＋ 本年制发件数 － 本年废止件数"
    );
    assert_eq!(aloud("YOY-01").en, "Table 3, each column: 2 Carried in = last year's 4 Carried out");
}

#[test]
fn every_instance_has_whole_addresses() {
    let (forms, rules) = standard();
    let explained = rules.find("ARI-03").unwrap().explained(&forms);
    assert_eq!(explained.instances.len(), 7);
    assert_eq!(explained.instances[0].label.zh, "自然人");
    assert_eq!(
        explained.instances[0].formula,
        "requests.new_received@natural_person + requests.carried_in@natural_person = \
         requests.results.total@natural_person + requests.carried_out@natural_person"
    );
    assert_eq!(rules.find("ARI-07").unwrap().explained(&forms).instances.len(), 1);
}
