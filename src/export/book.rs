//! The rules as a book in Markdown, Chinese first and English below: `docs/rules.md`, and an office's own.

use std::fmt::Write;

use crate::form::Form;
use crate::model::{Lang, Phrase, Severity};
use crate::rules::{Body, Explained, Rule, Rules};

/// The whole book.
#[must_use]
pub fn markdown(rules: &Rules, forms: &[Form]) -> String {
    let mut book = String::from(
        "# 规则书 The rules\n\n\
         本页由 `gouji rules --book` 从规则文件生成，请改 `config/rules/`，不要改本页。\
         级别：错误＝退回，警告＝由人核实，提示＝仅供参考。\n\n\
         Written by `gouji rules --book` from the rule files: change `config/rules/`, not this page. \
         An error goes back, a warning is for a person to decide, an info is only shown.\n",
    );
    for (id, family, of) in rules.by_family() {
        let title = family.map_or_else(Phrase::default, |family| family.title.clone());
        let _ = write!(book, "\n## {id} {} {}\n", plain(&title.zh), plain(&title.en));
        for rule in of {
            chapter(&mut book, rule, rules.is_off(rule), forms);
        }
    }
    book
}

fn chapter(book: &mut String, rule: &Rule, is_off: bool, forms: &[Form]) {
    let explained = rule.explained(forms);
    let off = if is_off { "（停用 off）" } else { "" };
    let _ =
        write!(book, "\n### {} {}{off}\n\n{}\n", rule.id, plain(&rule.title.zh), body(rule, &explained, Lang::Chinese));
    if let Some(formula) = &explained.formula {
        let _ = write!(book, "\n```text\n{formula}\n```\n");
    }
    let _ = write!(book, "\n**{}**\n\n{}\n", plain(&rule.title.en), body(rule, &explained, Lang::English));
}

fn body(rule: &Rule, explained: &Explained, lang: Lang) -> String {
    let mut facts = vec![severities(rule, explained, lang), asked_of(rule, lang)];
    let parameters: Vec<String> =
        rule.parameters.iter().map(|(name, value)| format!("`{name}` = {}", value.normalize())).collect();
    let (clause, said, stop) = match lang {
        Lang::Chinese => ("依据", "提示语", "；"),
        Lang::English => ("Clause", "It says", "; "),
    };
    if !parameters.is_empty() {
        facts.push(parameters.join(", "));
    }
    facts.retain(|fact| !fact.is_empty());
    let mut text = format!("{}\n\n{}", facts.join(stop), plain(rule.doc.text(lang)));
    for (read, editions) in explained.read(lang) {
        let edition = editions.map_or_else(String::new, |editions| format!(" ({editions})"));
        let _ = write!(text, "\n\n> {}{edition}", plain(read));
    }
    if !explained.instances.is_empty() {
        let count = explained.instances.len();
        let _ = match lang {
            Lang::Chinese => write!(text, "\n\n共 {count} 条算式。"),
            Lang::English => write!(text, "\n\n{count} in all."),
        };
    }
    if lang == Lang::Chinese && !rule.source.is_empty() {
        let _ = write!(text, "\n\n{clause}：{}", plain(&rule.source));
    }
    let _ =
        write!(text, "\n\n{said}{}{}", if lang == Lang::Chinese { "：" } else { ": " }, plain(rule.message.text(lang)));
    text
}

fn severities(rule: &Rule, explained: &Explained, lang: Lang) -> String {
    let mut text = word(rule.severity, lang).to_owned();
    let exceptions: Vec<String> = explained
        .exceptions
        .iter()
        .map(|(when, severity)| match lang {
            Lang::Chinese => format!("{}：{}", plain(&when.zh), word(*severity, lang)),
            Lang::English => format!("{}: {}", plain(&when.en), word(*severity, lang)),
        })
        .collect();
    match (&exceptions[..], lang) {
        ([], _) => {}
        (some, Lang::Chinese) => {
            let _ = write!(text, "（{}）", some.join("；"));
        }
        (some, Lang::English) => {
            let _ = write!(text, " ({})", some.join("; "));
        }
    }
    text
}

fn asked_of(rule: &Rule, lang: Lang) -> String {
    let mut facts = Vec::new();
    match (&rule.editions[..], lang) {
        ([], _) => {}
        (some, Lang::Chinese) => facts.push(format!("{} 版", some.join("、"))),
        (some, Lang::English) => facts.push(format!("{} edition", some.join(", "))),
    }
    let bodies = rule.bodies.iter().map(|body| match (body, lang) {
        (Body::Province, Lang::Chinese) => "省级政府",
        (Body::City, Lang::Chinese) => "市级政府",
        (Body::County, Lang::Chinese) => "县级政府",
        (Body::Township, Lang::Chinese) => "乡镇、街道",
        (Body::Department, Lang::Chinese) => "部门",
        (Body::Province, Lang::English) => "provinces",
        (Body::City, Lang::English) => "cities",
        (Body::County, Lang::English) => "counties",
        (Body::Township, Lang::English) => "townships",
        (Body::Department, Lang::English) => "departments",
    });
    let bodies: Vec<&str> = bodies.collect();
    if !bodies.is_empty() {
        facts.push(bodies.join(if lang == Lang::Chinese { "、" } else { ", " }));
    }
    facts.join(if lang == Lang::Chinese { "；" } else { "; " })
}

const fn word(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Chinese) => "错误",
        (Severity::Warning, Lang::Chinese) => "警告",
        (Severity::Info, Lang::Chinese) => "提示",
        (Severity::Error, Lang::English) => "Error",
        (Severity::Warning, Lang::English) => "Warning",
        (Severity::Info, Lang::English) => "Info",
    }
}

/// What an office writes cannot become markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '<' | '>' | '#' | '|' | '[' | ']' | '~' => plain.extend(['\\', c]),
            '\n' => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}
