//! Who has not filed when the deadline is over, and on whose report that is told: every body of the roster is told once.

use std::collections::HashMap;

use super::{agency, arrived, lacking, none_below, not_given, the_deadline};
use crate::model::{Outcome, Phrase, Reason, Severity};
use crate::rules::inspection::{Inspection, Values};
use crate::rules::office::{Filed, Member};
use crate::rules::roster::Roster;
use crate::rules::{Body, Office};

/// Bodies of the roster that have not filed when the deadline is over (AGG-02). They are told with the report of a
/// government: the nearest above them that has filed, or, where none stands above them, that of the area. Where no
/// government has filed, the first body that has tells them, as something that is not about itself.
pub(in crate::rules) fn missing(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(body) = inspection.body() else {
        let message = Phrase::new(
            "机关不明，无法判断是否适用。",
            "The agency is not known, so neither is whether this is asked of it.",
        );
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    };
    let is_asked = is_government(body);
    let known = || {
        let office = case.office.filter(|office| !office.round.roster.is_empty())?;
        let (agency, year) = (case.report.agency.as_ref()?, case.report.year.as_ref()?.value);
        Some((Round::of(office, arrived(inspection)?, year), agency.value.as_str(), year))
    };
    let Some((round, own, year)) = known() else {
        return if is_asked {
            vec![not_given(inspection, "名册、期限和已报清单", "roster, deadline and what has come in")]
        } else {
            Vec::new()
        };
    };
    let members = round.told_by(own, is_asked);
    if members.is_empty() {
        return if is_asked { vec![none_below(inspection)] } else { Vec::new() };
    }
    let dates = case.office.and_then(|office| Some((office.round.deadline?, office.today?)));
    let Some((deadline, today)) = dates else {
        if !is_asked {
            return Vec::new();
        }
        let (agency, count) = (agency(inspection), members.len());
        let known = Phrase::new(
            format!("“{agency}”在名册里有 {count} 个下级机关"),
            format!("“{agency}” has {count} bodies below it in the roster"),
        );
        return vec![lacking(inspection, &known, &the_deadline())];
    };
    let (filed, absent): (Vec<_>, Vec<_>) =
        members.into_iter().partition(|(place, _)| round.arrived.contains_key(place));
    let mut outcomes: Vec<Outcome> = filed.iter().filter(|_| is_asked).map(|_| Outcome::Pass).collect();
    if today > deadline {
        outcomes.extend(absent.into_iter().map(|(_, member)| {
            let values = Values::default().text("agency", &member.name).text("year", year).text("deadline", deadline);
            if is_asked {
                return inspection.fail(&values, &[], None, None);
            }
            // It must not get into the letter to a body that has filed.
            inspection.fail_as("elsewhere", inspection.rule.severity.max(Severity::Warning), &values, None)
        }));
    } else if is_asked && !absent.is_empty() {
        let count = absent.len();
        let message = Phrase::new(
            format!("期限 {deadline} 未过，尚有 {count} 个机关没有报送；过期后可以判断。"),
            format!("{count} have not filed yet; the deadline {deadline} is not over, after it this is decided."),
        );
        outcomes.push(inspection.undecided(Reason::NotFound, Vec::new(), message));
    }
    outcomes
}

const fn is_government(body: Body) -> bool {
    match body {
        Body::Province | Body::City | Body::County => true,
        Body::Township | Body::Department => false,
    }
}

/// The roster, and what of it has come in on one year.
struct Round<'o> {
    roster: &'o Roster,
    arrived: HashMap<usize, &'o Filed>,
    year: i32,
    /// The governments that have filed, in the order of the roster.
    governments: Vec<usize>,
    /// The body that tells what no government can.
    first: Option<usize>,
}

/// Who tells that a body has not filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Teller {
    Listed(usize),
    /// Its parent, which the roster does not list.
    Unlisted,
}

impl<'o> Round<'o> {
    fn of(office: &'o Office, arrived: HashMap<usize, &'o Filed>, year: i32) -> Self {
        let roster = &office.round.roster;
        let is_there = |(place, _): &(usize, &Member)| arrived.contains_key(place);
        let kind = |member: &Member| member.body.unwrap_or_else(|| Body::of(&member.name));
        let all = || roster.members().iter().enumerate().filter(is_there);
        let governments = all().filter(|(_, member)| is_government(kind(member))).map(|(place, _)| place).collect();
        let first = all().map(|(place, _)| place).next();
        Self { roster, arrived, year, governments, first }
    }

    /// The bodies of which the report of this one tells whether they have filed.
    fn told_by(&self, own: &str, is_government: bool) -> Vec<(usize, &'o Member)> {
        let place = self.roster.place(own);
        if !is_government && (place.is_none() || place != self.first) {
            return Vec::new();
        }
        let right_below = |member: &Member| {
            is_government && member.parent.as_ref().is_some_and(|parent| self.roster.same(parent, own))
        };
        let members = self.roster.members().iter().enumerate();
        let others = members.filter(|(at, member)| Some(*at) != place && member.stood_in(self.year));
        others
            .filter(|(at, member)| match self.teller(*at) {
                Some(Teller::Listed(teller)) => Some(teller) == place,
                Some(Teller::Unlisted) | None => right_below(member),
            })
            .collect()
    }

    fn teller(&self, of: usize) -> Option<Teller> {
        let members = self.roster.members();
        let mut above = of;
        // No roster is deeper than it is long.
        for _ in members {
            let Some(parent) = &members[above].parent else { break };
            match self.roster.place(parent) {
                Some(place) if self.governments.contains(&place) => return Some(Teller::Listed(place)),
                Some(place) => above = place,
                None => return Some(Teller::Unlisted),
            }
        }
        // 青云县气象局 is of the area of 青云县.
        let name = &members[of].name;
        let area = |place: &&usize| {
            let government = &members[**place].name;
            name.starts_with(government.strip_suffix("人民政府").unwrap_or(government))
        };
        let own_area = self.governments.iter().filter(|place| **place != of).find(area);
        let only = if let [only] = self.governments[..] { Some(only) } else { None };
        own_area.copied().or(only).or(self.first).map(Teller::Listed)
    }
}
