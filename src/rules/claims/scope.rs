//! Of whom and of which year a sentence speaks: only what speaks of the whole body in the year reported on can be held
//! against the tables.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, pattern};

pattern!(
    OWN_BODY,
    "本级|本机关|机关本部|办公室|办公厅|政府办|县府办|市府办|局|委员会|中心|支队|大队|下属|所属|直属|开发区|园区|高新区"
);
// 全县各级各部门 is the whole county, whoever else the sentence names.
pattern!(WHOLE_BODY, "各(?:级|部门|乡|镇|街道|单位|县|市|区|局|委|行政机关)");
pattern!(TOWNSHIPS, "街道|乡|镇");
pattern!(WIDER, "全[省市县区州旗盟国]|各级|各乡|各镇|各县|各市|下属|所属|系统");
pattern!(YEAR, r"(\d{4})年");

/// Up to where a sentence speaks of the year and of the body that the tables speak of.
pub(super) struct Scope {
    /// Where another year has been named.
    other_year: Option<usize>,
    /// Where another body has been named.
    other_body: Option<usize>,
    /// Where the whole body has been named, after which others are its parts.
    whole_body: Option<usize>,
}

impl Scope {
    /// Reads a sentence once.
    pub(super) fn of(case: &Case, sentence: &str) -> Self {
        let report = case.report;
        let year = report.year.as_ref().map(|year| year.value);
        let other_year = YEAR
            .captures_iter(sentence)
            .find(|found| found[1].parse::<i32>().ok() != year)
            .and_then(|found| found.get(0))
            .map(|whole| whole.end());
        let Some(agency) = report.agency.as_ref().map(|agency| agency.value.as_str()) else {
            return Self { other_year, other_body: None, whole_body: None };
        };
        let own = agency.strip_suffix("人民政府").unwrap_or(agency);
        // As many bytes as the name has, so that places stay.
        let blank = |name: &str| " ".repeat(name.len());
        let others = sentence.replace(agency, &blank(agency)).replace(own, &blank(own));
        let first = |pattern: &Regex| pattern.find(&others).map(|found| found.end());
        if is_township(own) {
            Self { other_year, other_body: first(&OWN_BODY), whole_body: None }
        } else if is_government(agency) {
            let other_body = [first(&OWN_BODY), first(&TOWNSHIPS)].into_iter().flatten().min();
            Self { other_year, other_body, whole_body: first(&WHOLE_BODY) }
        } else {
            Self { other_year, other_body: first(&WIDER), whole_body: None }
        }
    }

    /// Whether the sentence, read up to a place, speaks of them.
    pub(super) fn holds(&self, end: usize) -> bool {
        let named = |place: Option<usize>| place.is_some_and(|place| place <= end);
        !named(self.other_year) && (!named(self.other_body) || named(self.whole_body))
    }
}

fn is_township(name: &str) -> bool {
    name.ends_with(['镇', '乡']) || name.ends_with("街道") || name.ends_with("街道办事处")
}

fn is_government(agency: &str) -> bool {
    agency.ends_with("人民政府") || agency.ends_with(['省', '市', '县', '区', '州', '旗', '盟', '镇', '乡'])
}
