//! What kind of body reports, as far as its name says: duties and deadlines differ.

use serde::Deserialize;

/// The kinds of body that the regulation tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// 省、自治区、直辖市 and its government.
    Province,
    /// 市、自治州 and its government. The name does not say whether a 市 is of the rank of a county.
    City,
    /// 县、区、旗 and its government.
    County,
    /// 乡、镇、街道.
    Township,
    /// Any other: 局、委、办公室.
    Department,
}

impl Body {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Province, Self::City, Self::County, Self::Township, Self::Department];

    /// By the name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let name = name.strip_suffix("人民政府").unwrap_or(name);
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&["省", "自治区", "特别行政区"]) || ["北京市", "天津市", "上海市", "重庆市"].contains(&name)
        {
            Self::Province
        } else if ends(&["市", "州", "盟", "地区"]) {
            Self::City
        } else if ends(&["县", "区", "旗"]) {
            Self::County
        } else if ends(&["镇", "乡", "苏木", "街道", "街道办事处"]) {
            Self::Township
        } else {
            Self::Department
        }
    }

    /// Whether it is a people's government, or stands for one as a 街道 does.
    #[must_use]
    pub const fn is_government(self) -> bool {
        match self {
            Self::Province | Self::City | Self::County | Self::Township => true,
            Self::Department => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_the_kind() {
        for (name, body) in [
            ("青云县人民政府", Body::County),
            ("青云县", Body::County),
            ("青云县人民政府办公室", Body::Department),
            ("柳河市", Body::City),
            ("石桥镇人民政府", Body::Township),
            ("南关街道办事处", Body::Township),
            ("青云县民政局", Body::Department),
            ("上海市", Body::Province),
        ] {
            assert_eq!(Body::of(name), body, "{name}");
        }
    }
}
