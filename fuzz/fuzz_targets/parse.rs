//! Made-up documents of every kind of block: grids with any merges, pieces at any place.
#![no_main]

use gouji::document::{Block, Columns, Document, Grid, GridCell, Measure, Scrap};
use gouji::model::Span;

/// Text that the form knows, so that the fuzzer need not find it letter by letter.
const WORDS: [&str; 24] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "规章",
    "行政规范性文件",
    "行政许可",
    "本年制发件数",
    "自然人",
    "商业企业",
    "总计",
    "其他",
    "一、本年新收政府信息公开申请数量",
    "（一）予以公开",
    "3.其他",
    "（七）总计",
    "四、结转下年度继续办理",
    "结果维持",
    "结果",
    "维持",
    "5",
    "0",
    "/",
    "",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut document = Document { kind: "made".to_owned(), ..Document::default() };
    for chunk in bytes.chunks(6) {
        let [word, kind, first, second, third, fourth] =
            [0, 1, 2, 3, 4, 5].map(|place| chunk.get(place).copied().unwrap_or(0));
        let start = document.text.len();
        document.text.push_str(WORDS[usize::from(word) % WORDS.len()]);
        let span = Span::new(start, document.text.len());
        document.text.push('\n');
        put(&mut document.blocks, span, kind, [first, second, third, fourth]);
    }
    gouji_fuzz::parse(&document);
});

fn put(blocks: &mut Vec<Block>, span: Span, kind: u8, numbers: [u8; 4]) {
    let [first, second, third, fourth] = numbers;
    let cell =
        GridCell { span, column: u16::from(first), columns: u16::from(second).max(1), rows: u16::from(third).max(1) };
    match (kind % 6, blocks.last_mut()) {
        (0, _) => blocks.push(Block::Paragraph(span)),
        (1, Some(Block::Cells(cells))) => cells.push(span),
        (1, _) => blocks.push(Block::Cells(vec![span])),
        (2, Some(Block::Grid(grid))) => match grid.rows.last_mut() {
            Some(row) => row.push(cell),
            None => grid.rows.push(vec![cell]),
        },
        (3, Some(Block::Grid(grid))) => grid.rows.push(vec![cell]),
        (2 | 3, _) => {
            let columns = if fourth % 2 == 0 { Columns::Placed } else { Columns::Counted };
            blocks.push(Block::Grid(Grid { columns, rows: vec![vec![cell]] }));
        }
        (_, last) => {
            let [left, width, top, height] = numbers.map(|number| i32::from(number) * 250);
            let measure = if kind % 6 == 4 { Measure::Drawn } else { Measure::Typed { page: u16::from(kind / 100) } };
            let (right, bottom) = (left + width, top + height);
            let scrap = Scrap { span, left, right, top, bottom, alone: fourth % 3 == 0, measure };
            match last {
                Some(Block::Scattered(scraps)) => scraps.push(scrap),
                _ => blocks.push(Block::Scattered(vec![scrap])),
            }
        }
    }
}
