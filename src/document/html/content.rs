//! Finds the article of a page and marks what stands around it: menus, the way to the page, footers, buttons. In doubt a
//! piece stays: a line too much disturbs nobody, a line lost might be a figure.

use super::control::shown;
use super::style::{Role, role};
use super::tree::{Id, Step, Tree};

/// A run of text from this length on is prose, in characters.
const PROSE: usize = 30;

/// A button or a line of the footer has no more blocks than this.
const MOST_BLOCKS: usize = 20;

/// How far a short piece is looked through for its words.
const MOST_STEPS: usize = 400;

/// What stands in an element and below.
#[derive(Debug, Clone, Copy, Default)]
struct Measure {
    characters: usize,
    /// Characters that lead to other pages.
    linked: usize,
    links: usize,
    /// Characters of prose and of filled cells, as a sign of an article.
    weight: usize,
    headings: usize,
    /// Blocks, itself counted.
    blocks: usize,
}

impl Measure {
    fn add(&mut self, other: Self) {
        self.characters += other.characters;
        self.linked += other.linked;
        self.links += other.links;
        self.weight += other.weight;
        self.headings += other.headings;
        self.blocks += other.blocks;
    }
}

/// By place of the node: whether it is no part of the article.
pub(super) fn left_out(tree: &Tree) -> Vec<bool> {
    let measures = Survey::new(tree).run();
    let article = Article { tree, measures: &measures, title: title(tree) };
    let path = article.path();
    let article_root = path.last().copied().unwrap_or(Tree::ROOT);
    let mut on_path = vec![false; tree.len()];
    for id in path {
        on_path[id.place()] = true;
    }
    let mut left_out = vec![false; tree.len()];
    let mut step = Some(Step::Enter(Tree::ROOT));
    let mut inside = Side::Outside;
    while let Some(now) = step {
        match now {
            Step::Enter(id) if id == article_root => inside = Side::Inside,
            Step::Leave(id) if id == article_root => inside = Side::Outside,
            Step::Enter(_) | Step::Leave(_) => {}
        }
        step = match now {
            Step::Enter(id) if !on_path[id.place()] && article.is_around(id, inside) => {
                left_out[id.place()] = true;
                tree.after(Step::Leave(id), Tree::ROOT)
            }
            now => tree.after(now, Tree::ROOT),
        };
    }
    left_out
}

/// One walk that measures every element.
struct Survey<'a> {
    tree: &'a Tree,
    measures: Vec<Measure>,
    /// The open blocks, the innermost last.
    blocks: Vec<Id>,
    cells: usize,
    links: usize,
    run: usize,
    linked_run: usize,
}

impl<'a> Survey<'a> {
    fn new(tree: &'a Tree) -> Self {
        let measures = vec![Measure::default(); tree.len()];
        Self { tree, measures, blocks: Vec::new(), cells: 0, links: 0, run: 0, linked_run: 0 }
    }

    fn run(mut self) -> Vec<Measure> {
        let mut step = Some(Step::Enter(Tree::ROOT));
        while let Some(now) = step {
            let is_skipped = match now {
                Step::Enter(id) => !self.enter(id),
                Step::Leave(id) => {
                    self.leave(id);
                    false
                }
            };
            let (Step::Enter(id) | Step::Leave(id)) = now;
            step = self.tree.after(if is_skipped { Step::Leave(id) } else { now }, Tree::ROOT);
        }
        self.measures
    }

    /// Whether to go on below.
    fn enter(&mut self, id: Id) -> bool {
        if let Some(text) = self.tree.text(id) {
            self.count(id, text);
            return true;
        }
        match role(self.tree, id) {
            Role::Unread | Role::Hidden => return false,
            Role::Control => {
                self.count(id, &shown(self.tree, id));
                return false;
            }
            Role::Block => {
                self.end_run();
                self.blocks.push(id);
                self.measures[id.place()].blocks = 1;
            }
            Role::Inline => {}
        }
        match self.tree.name(id) {
            "a" if is_link(self.tree, id) => {
                self.links += 1;
                self.measures[id.place()].links = 1;
            }
            "td" | "th" => self.cells += 1,
            "h1" | "h2" | "h3" => self.measures[id.place()].headings = 1,
            "br" => self.end_run(),
            _ => {}
        }
        true
    }

    fn count(&mut self, id: Id, text: &str) {
        let characters = text.chars().filter(|character| !character.is_whitespace()).count();
        self.run += characters;
        let measure = &mut self.measures[id.place()];
        measure.characters = characters;
        if self.links > 0 {
            self.linked_run += characters;
            measure.linked = characters;
        }
    }

    fn leave(&mut self, id: Id) {
        match self.tree.name(id) {
            "a" if is_link(self.tree, id) => self.links = self.links.saturating_sub(1),
            "td" | "th" => {
                self.end_run();
                self.cells = self.cells.saturating_sub(1);
            }
            _ => {}
        }
        if self.blocks.last() == Some(&id) {
            self.end_run();
            self.blocks.pop();
        }
        if let Some(parent) = self.tree.parent(id) {
            let own = self.measures[id.place()];
            self.measures[parent.place()].add(own);
        }
    }

    /// A run of text belongs to the block that holds it. Links never make a menu of long prose: a link that was left open
    /// runs through the whole article.
    fn end_run(&mut self) {
        let (run, linked) = (std::mem::take(&mut self.run), std::mem::take(&mut self.linked_run));
        let Some(block) = self.blocks.last() else { return };
        let is_prose = run >= PROSE && (linked * 2 < run || run >= 3 * PROSE);
        let is_cell = self.cells > 0 && run > 0 && linked == 0;
        if is_prose || is_cell {
            self.measures[block.place()].weight += if is_prose { run } else { run.max(8) };
        }
    }
}

fn is_link(tree: &Tree, id: Id) -> bool {
    // A link to a place on the same page is no way to another.
    tree.attribute(id, "href").is_some_and(|href| !href.starts_with('#') || href == "#")
}

/// The page's own title without blanks.
fn title(tree: &Tree) -> String {
    let titles = tree.steps(Tree::ROOT).filter_map(|step| match step {
        Step::Enter(id) if tree.name(id) == "title" => tree.children(id).next().and_then(|text| tree.text(text)),
        Step::Enter(_) | Step::Leave(_) => None,
    });
    titles.take(1).flat_map(str::chars).filter(|character| !character.is_whitespace()).collect()
}

/// Where an element stands to the smallest one that holds nearly the whole article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Inside,
    Outside,
}

struct Article<'a> {
    tree: &'a Tree,
    measures: &'a [Measure],
    title: String,
}

impl Article<'_> {
    fn measure(&self, id: Id) -> Measure {
        self.measures[id.place()]
    }

    /// From the document down to the smallest element that holds nearly all prose and cells.
    fn path(&self) -> Vec<Id> {
        let all = self.measure(Tree::ROOT).weight;
        let nearly_all = |id: Id| all > 0 && self.measure(id).weight * 20 >= all * 19;
        let deeper = |id: &Id| self.tree.children(*id).find(|child| nearly_all(*child));
        std::iter::successors(Some(Tree::ROOT), deeper).collect()
    }

    /// Whether an element stands around the article.
    fn is_around(&self, id: Id, side: Side) -> bool {
        let name = self.tree.name(id);
        // Rows are laid out by their table; what stands in them is looked at cell by cell.
        if name.is_empty() || matches!(name, "html" | "body" | "head" | "tr" | "thead" | "tbody" | "tfoot") {
            return false;
        }
        let own = self.measure(id);
        let all = self.measure(Tree::ROOT).weight;
        // Whatever holds a share of the prose or of the cells is no menu.
        if own.characters == 0 || own.weight * 20 > all {
            return false;
        }
        let is_block = role(self.tree, id) == Role::Block;
        if is_block && own.links >= 3 && own.linked * 10 >= own.characters * 6 && own.weight < PROSE * 2 {
            return true;
        }
        if is_block && own.characters <= 120 && own.blocks <= MOST_BLOCKS && self.is_tool(id) {
            return true;
        }
        if side == Side::Inside && !matches!(name, "nav" | "aside") {
            return false;
        }
        match around(self.tree, id) {
            Some(Around::Menu) => !self.is_title(id, own),
            Some(Around::Head) => own.links > 0 && !self.is_title(id, own),
            None => is_block && own.links > 0 && own.linked == own.characters,
        }
    }

    /// Whether the article's title may stand here.
    fn is_title(&self, id: Id, own: Measure) -> bool {
        let plain = self.plain(id);
        own.headings > 0 || (plain.chars().count() >= 6 && own.linked == 0 && self.title.contains(&plain))
    }

    fn plain(&self, id: Id) -> String {
        let texts = self.tree.steps(id).take(MOST_STEPS).filter_map(|step| match step {
            Step::Enter(id) => self.tree.text(id),
            Step::Leave(_) => None,
        });
        texts.flat_map(str::chars).filter(|character| !character.is_whitespace()).collect()
    }

    /// The way to the page, buttons, and what the law asks a site to print at its foot.
    fn is_tool(&self, id: Id) -> bool {
        const WAYS: [&str; 8] = [
            "当前位置",
            "您的位置",
            "您现在的位置",
            "你的位置",
            "你现在的位置",
            "您当前的位置",
            "您当前所在的位置",
            "现在位置",
        ];
        const FOOT: [&str; 10] = [
            "版权所有",
            "ICP备",
            "公网安备",
            "网站标识码",
            "Copyright",
            "技术支持",
            "建议使用",
            "网站地图",
            "©",
            "法律声明",
        ];
        const BUTTONS: [&str; 14] = [
            "打印本页",
            "关闭窗口",
            "关闭本页",
            "分享到",
            "字体大小",
            "字号",
            "打印",
            "关闭",
            "收藏",
            "返回顶部",
            "扫一扫",
            "上一篇",
            "下一篇",
            "浏览次数",
        ];
        let plain = self.plain(id);
        let length = plain.chars().count();
        let starts =
            |words: &[&str]| words.iter().any(|word| plain.trim_start_matches(['【', '[', '〖']).starts_with(word));
        (length <= 80 && starts(&WAYS))
            || (self.measure(id).links > 0 && length <= 60 && starts(&BUTTONS))
            || (length <= 30 && starts(&BUTTONS) && !plain.contains(['。', '，']))
            || FOOT.iter().any(|word| plain.contains(word))
    }
}

/// What an element around an article is for, by its name or by the names that its author gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    /// Menus, side columns, footers.
    Menu,
    /// What stands above everything; the title may be there.
    Head,
}

fn around(tree: &Tree, id: Id) -> Option<Around> {
    const MENUS: [&str; 26] = [
        "nav",
        "navbar",
        "navi",
        "menu",
        "foot",
        "footer",
        "bottom",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "path",
        "sidebar",
        "aside",
        "share",
        "toolbar",
        "search",
        "login",
        "copyright",
        "links",
        "related",
        "friend",
        "dqwz",
        "dqwzs",
        "weizhi",
        "position",
    ];
    const HEADS: [&str; 6] = ["header", "head", "top", "banner", "logo", "topbar"];
    match tree.name(id) {
        "nav" | "footer" | "aside" => return Some(Around::Menu),
        "header" => return Some(Around::Head),
        _ => {}
    }
    match tree.attribute(id, "role") {
        Some("navigation" | "contentinfo" | "complementary" | "search") => return Some(Around::Menu),
        Some("banner") => return Some(Around::Head),
        Some(_) | None => {}
    }
    let names = [tree.attribute(id, "class"), tree.attribute(id, "id")];
    let words: Vec<String> = names
        .into_iter()
        .flatten()
        .flat_map(|names| names.split(|character: char| !character.is_ascii_alphabetic()))
        .map(str::to_ascii_lowercase)
        .collect();
    let is_one_of = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    match () {
        () if is_one_of(&MENUS) => Some(Around::Menu),
        () if is_one_of(&HEADS) => Some(Around::Head),
        () => None,
    }
}
