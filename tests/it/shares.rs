//! The share of cells read right, for every kind of file and every layout: the figures of the five real reports and of
//! made-up ones, written by the writer and read back.

use std::fs;
use std::path::Path;

use gouji::form::Form;
use serde_json::Value;

use crate::support::share::{Share, keep, reading};
use crate::support::skipped;
use crate::writer::{Blanks, Format, Page, Sample, office};

/// A report and its name.
type Named<'a> = (String, Sample<'a>);

/// A simple generator with a fixed seed: the same figures in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

fn filled(form: &Form, mut content: impl FnMut(usize) -> String) -> Sample<'_> {
    let year = if form.edition == "2019" { 2020 } else { 2022 };
    let mut sample = Sample::new(form, "青云县", year);
    sample.cells = form.cells.iter().enumerate().map(|(place, cell)| (cell.id.clone(), content(place))).collect();
    sample
}

/// All zero, dense, blanks, signs for none, amounts, the edition of 2019, small figures as towns have them.
fn made_up(forms: &[Form]) -> Vec<Named<'_>> {
    let (old, new) = (&forms[0], &forms[1]);
    let mut dice = Dice(20_220_131);
    let mut dense = |_: usize| dice.roll(60_000).to_string();
    let mut named = vec![
        ("zero".to_owned(), filled(new, |_| "0".to_owned())),
        ("dense".to_owned(), filled(new, &mut dense)),
        ("dense-2019".to_owned(), filled(old, &mut dense)),
    ];
    let some = |odds: u64, other: &'static [&'static str]| {
        let mut dice = Dice(odds + 77);
        move |_: usize| {
            if dice.roll(odds) == 0 {
                other[usize::try_from(dice.roll(other.len() as u64)).unwrap()].to_owned()
            } else {
                dice.roll(40).to_string()
            }
        }
    };
    named.push(("blanks".to_owned(), filled(new, some(6, &[""]))));
    named.push(("mostly-blank".to_owned(), filled(new, some(2, &[""]))));
    named.push(("blanks-2019".to_owned(), filled(old, some(4, &[""]))));
    named.push(("signs".to_owned(), filled(new, some(8, &["/", "-", "—", "无"]))));
    let amount =
        filled(new, |place| (place % 7).to_string()).set(&[("disclosure.art20_8.fees@amount_wan", "15954.526468")]);
    named.push(("amount".to_owned(), amount));
    named
}

/// The figures of the real reports, in made-up prose.
fn real<'a>(forms: &'a [Form], shared: &Path) -> Vec<Named<'a>> {
    let mut names: Vec<_> = fs::read_dir(shared.join("golden")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let figures = |path: &Path| {
        let golden: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let form = forms.iter().find(|form| form.edition == golden["edition"]).unwrap();
        let mut sample = filled(form, |_| String::new());
        for (id, cell) in golden["cells"].as_object().unwrap() {
            let id = id.as_str().into();
            match cell["state"].as_str().unwrap() {
                "number" => sample.cells.insert(id, cell["value"].as_str().unwrap().to_owned()),
                "missing" => {
                    sample.left_out.push(id.row().to_owned());
                    None
                }
                _ => None,
            };
        }
        sample
    };
    names.iter().map(|path| (path.file_stem().unwrap().to_string_lossy()[..3].to_owned(), figures(path))).collect()
}

fn share_of(bytes: &[u8], sample: &Sample, forms: &[Form]) -> Share {
    match reading(bytes, forms) {
        Ok(reading) => Share::compare(&reading, |id| sample.written(id)),
        Err(why) => Share::refused(sample.form.cells.len(), &why),
    }
}

/// What speaks against a reading: cells silently wrong, and where nothing is lost in the file any cell that is not right.
fn against(share: &Share, sample: &Sample, blanks: Blanks) -> Option<String> {
    if !share.silent.is_empty() {
        return Some(format!("silently wrong: {}", Share::first(&share.silent)));
    }
    let has_blanks = sample.cells.values().any(String::is_empty);
    let is_lossless = match blanks {
        Blanks::Kept => true,
        Blanks::Implied | Blanks::Lost => !has_blanks,
    };
    (is_lossless && share.right != share.cells).then(|| format!("not right: {}", Share::first(&share.wrong)))
}

fn shares(samples: &[Named], of: &str, forms: &[Form]) {
    let mut faults = Vec::new();
    for format in Format::all() {
        let mut share = Share::default();
        for (name, sample) in samples {
            let bytes = format.bytes(&Page::of(sample));
            keep(&format!("{name}-{}.{}", format.name(), format.ending()), &bytes);
            let own = share_of(&bytes, sample, forms);
            faults.extend(
                against(&own, sample, format.blanks()).map(|why| format!("{} of {name}: {why}", format.name())),
            );
            share.add(name, own);
        }
        share.say(&format!("{} ({of})", format.name()));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn the_figures_of_the_real_reports_are_read_right_from_every_kind_of_file() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("golden").is_dir() {
        skipped("there is no ../shared/golden beside this checkout");
        return;
    }
    let forms = Form::editions().unwrap();
    shares(&real(&forms, &shared), "real figures", &forms);
}

#[test]
fn made_up_figures_are_read_right_from_every_kind_of_file() {
    let forms = Form::editions().unwrap();
    shares(&made_up(&forms), "made up", &forms);
}

/// From what, and by which name `LibreOffice` knows the kind.
const OFFICE: [(Format, &str); 9] = [
    (Format::Docx, "doc:MS Word 97"),
    (Format::Docx, "pdf:writer_pdf_Export"),
    (Format::Docx, "odt"),
    (Format::Docx, "rtf"),
    (Format::Docx, "docx:MS Word 2007 XML"),
    (Format::Odt, "doc:MS Word 97"),
    (Format::Xlsx, "xls"),
    (Format::Xlsx, "ods"),
    (Format::Xlsx, "xlsx:Calc MS Excel 2007 XML"),
];

#[test]
fn what_libreoffice_makes_of_the_files_is_read_right() {
    if !office::is_there() {
        skipped("no LibreOffice");
        return;
    }
    let forms = Form::editions().unwrap();
    let mut samples = made_up(&forms);
    samples.retain(|(name, _)| ["dense", "dense-2019", "blanks", "signs"].contains(&name.as_str()));
    let mut faults = Vec::new();
    for (format, to) in OFFICE {
        let files: Vec<(String, Vec<u8>)> = samples
            .iter()
            .map(|(name, sample)| (format!("{name}.{}", format.ending()), format.bytes(&Page::of(sample))))
            .collect();
        let mut share = Share::default();
        for ((name, bytes), (_, sample)) in office::convert(&files, to).iter().zip(&samples) {
            keep(&format!("office-{}-{name}", format.name()), bytes);
            let own = share_of(bytes, sample, &forms);
            faults.extend(against(&own, sample, Blanks::Kept).map(|why| format!("{to} of {name}: {why}")));
            share.add(name, own);
        }
        let kind = to.split(':').next().unwrap();
        share.say(&format!("{kind} by LibreOffice from {}", format.name()));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
