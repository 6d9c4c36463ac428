//! A web page as a tree, built by the rules of browsers and walked without recursion. Pages that would nest, multiply or
//! copy elements without end are refused while they are read.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{Attribute, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{LocalName, ParseOpts, QualName, parse_document};

use super::super::{Limits, Refusal};
use super::style::{Layout, layout};

/// How deep elements may stand in one another: browsers stop at 512. Tags left open on old pages nest for real, but for
/// each tag the parser looks through all open ones.
const MOST_DEPTH: u32 = 256;

/// The most elements, texts and attributes that the parser may make: formatting left open is copied into each paragraph.
const MOST_NODES: usize = 600_000;

/// How much text is given to the parser between two looks at the limits.
const CHUNK: usize = 512;

/// The attributes that say anything about the text.
const KEPT: [&str; 18] = [
    "style", "class", "id", "hidden", "rowspan", "colspan", "type", "start", "value", "reversed", "role", "href",
    "name", "content", "selected", "disabled", "multiple", "label",
];

/// The place of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Id(u32);

impl Id {
    pub(super) const fn place(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Debug)]
enum Content {
    Element {
        name: QualName,
        attributes: Vec<(LocalName, String)>,
        layout: Layout,
    },
    Text(String),
    /// The document itself, comments and declarations.
    Other,
}

#[derive(Debug)]
struct Node {
    content: Content,
    parent: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    previous: Option<Id>,
    next: Option<Id>,
    depth: u32,
}

/// A page's elements and texts.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// A step of a walk through a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Enter(Id),
    Leave(Id),
}

/// Reads a page.
///
/// # Errors
/// When its elements pass a limit.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<Tree, Refusal> {
    if text.len() > limits.markup {
        return Err(Refusal::over_limit(("网页的字节数", "bytes of a web page"), limits.markup));
    }
    if super::tags::most_attributes(text) > super::tags::MOST_ATTRIBUTES {
        return Err(Refusal::over_limit(("一个标签的属性数", "attributes of one tag"), super::tags::MOST_ATTRIBUTES));
    }
    let mut parser = parse_document(Sink::default(), ParseOpts::default());
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, behind) = rest.split_at(rest.ceil_char_boundary(CHUNK));
        parser.process(StrTendril::from_slice(chunk));
        rest = behind;
        let sink = &parser.tokenizer.sink.sink;
        if sink.deepest.get() > MOST_DEPTH {
            return Err(Refusal::over_limit(("元素嵌套的层数", "levels of elements"), MOST_DEPTH as usize));
        }
        if sink.made.get() > MOST_NODES {
            return Err(Refusal::over_limit(("网页元素个数", "elements of a web page"), MOST_NODES));
        }
    }
    Ok(parser.finish())
}

impl Tree {
    /// The document, above the root element.
    pub(super) const ROOT: Id = Id(0);

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, id: Id) -> &Node {
        &self.nodes[id.place()]
    }

    fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id.place()]
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.node(id).parent
    }

    /// The local name of an element; empty for anything else.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.node(id).content {
            Content::Element { name, .. } => &name.local,
            Content::Text(_) | Content::Other => "",
        }
    }

    /// The text of a text node.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.node(id).content {
            Content::Text(text) => Some(text),
            Content::Element { .. } | Content::Other => None,
        }
    }

    /// How an element is laid out; of anything else, nothing.
    pub(super) fn layout(&self, id: Id) -> Option<Layout> {
        match &self.node(id).content {
            Content::Element { layout, .. } => Some(*layout),
            Content::Text(_) | Content::Other => None,
        }
    }

    /// An attribute of an element, of those that are kept.
    pub(super) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match &self.node(id).content {
            Content::Element { attributes, .. } => {
                attributes.iter().find(|(name, _)| **name == *wanted).map(|(_, value)| value.as_str())
            }
            Content::Text(_) | Content::Other => None,
        }
    }

    /// What stands right below, in order.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.node(id).first, |child| self.node(*child).next)
    }

    /// The step that follows `step` in a walk that began by entering `root`; `None` behind its end.
    pub(super) fn after(&self, step: Step, root: Id) -> Option<Step> {
        match step {
            Step::Enter(id) => Some(self.node(id).first.map_or(Step::Leave(id), Step::Enter)),
            Step::Leave(id) if id == root => None,
            Step::Leave(id) => match self.node(id).next {
                Some(next) => Some(Step::Enter(next)),
                None => self.node(id).parent.map(Step::Leave),
            },
        }
    }

    /// All steps of a walk from `root` through everything below.
    pub(super) fn steps(&self, root: Id) -> impl Iterator<Item = Step> {
        std::iter::successors(Some(Step::Enter(root)), move |step| self.after(*step, root))
    }

    fn push(&mut self, content: Content) -> Id {
        // The number of nodes is bounded far below 2^32.
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let (parent, first, last, previous, next) = (None, None, None, None, None);
        self.nodes.push(Node { content, parent, first, last, previous, next, depth: 0 });
        id
    }

    fn detach(&mut self, id: Id) {
        let Node { parent, previous, next, .. } = *self.node(id);
        match (previous, parent) {
            (Some(previous), _) => self.node_mut(previous).next = next,
            (None, Some(parent)) => self.node_mut(parent).first = next,
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => self.node_mut(next).previous = previous,
            (None, Some(parent)) => self.node_mut(parent).last = previous,
            (None, None) => {}
        }
        let node = self.node_mut(id);
        (node.parent, node.previous, node.next) = (None, None, None);
    }

    /// Puts `id` below `parent`, before `sibling` or last.
    fn attach(&mut self, id: Id, parent: Id, sibling: Option<Id>) {
        self.detach(id);
        let previous = sibling.map_or(self.node(parent).last, |sibling| self.node(sibling).previous);
        let depth = self.node(parent).depth + 1;
        let node = self.node_mut(id);
        (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, sibling, depth);
        match previous {
            Some(previous) => self.node_mut(previous).next = Some(id),
            None => self.node_mut(parent).first = Some(id),
        }
        match sibling {
            Some(sibling) => self.node_mut(sibling).previous = Some(id),
            None => self.node_mut(parent).last = Some(id),
        }
    }
}

/// Takes what the parser makes.
struct Sink {
    tree: RefCell<Tree>,
    deepest: Cell<u32>,
    made: Cell<usize>,
}

impl Default for Sink {
    fn default() -> Self {
        let mut tree = Tree { nodes: Vec::new() };
        tree.push(Content::Other);
        Self { tree: RefCell::new(tree), deepest: Cell::new(0), made: Cell::new(0) }
    }
}

impl Sink {
    fn count(&self, nodes: usize) {
        self.made.set(self.made.get() + nodes);
    }

    fn place(&self, parent: Id, sibling: Option<Id>, child: NodeOrText<Id>) {
        let mut tree = self.tree.borrow_mut();
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                let previous = sibling.map_or(tree.node(parent).last, |sibling| tree.node(sibling).previous);
                if let Some(previous) = previous
                    && let Content::Text(own) = &mut tree.node_mut(previous).content
                {
                    own.push_str(&text);
                    return;
                }
                self.count(1);
                tree.push(Content::Text(text.to_string()))
            }
        };
        tree.attach(id, parent, sibling);
        self.deepest.set(self.deepest.get().max(tree.node(id).depth));
    }

    fn other(&self) -> Id {
        self.count(1);
        self.tree.borrow_mut().push(Content::Other)
    }
}

fn kept(attributes: Vec<Attribute>) -> Vec<(LocalName, String)> {
    attributes
        .into_iter()
        .filter(|attribute| KEPT.contains(&&*attribute.name.local))
        .map(|attribute| (attribute.name.local, attribute.value.to_string()))
        .collect()
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        static NONE: QualName = QualName { prefix: None, ns: html5ever::ns!(), local: html5ever::local_name!("") };
        Ref::map(self.tree.borrow(), |tree| match &tree.node(*target).content {
            Content::Element { name, .. } => name,
            Content::Text(_) | Content::Other => &NONE,
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Id {
        self.count(1 + attributes.len());
        let attributes = kept(attributes);
        let layout = layout(&name.local, &attributes);
        self.tree.borrow_mut().push(Content::Element { name, attributes, layout })
    }

    fn create_comment(&self, _text: StrTendril) -> Id {
        self.other()
    }

    fn create_pi(&self, _target: StrTendril, _content: StrTendril) -> Id {
        self.other()
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.place(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let parent = self.tree.borrow().parent(*element);
        match parent {
            Some(parent) => self.place(parent, Some(*element), child),
            None => self.place(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    /// What stands in a template is no text of the page; it may stay below.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.tree.borrow().parent(*sibling);
        if let Some(parent) = parent {
            self.place(parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, new: Vec<Attribute>) {
        self.count(new.len());
        if let Content::Element { attributes, .. } = &mut self.tree.borrow_mut().node_mut(*target).content {
            for (name, value) in kept(new) {
                if attributes.iter().all(|(own, _)| *own != name) {
                    attributes.push((name, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.node(*node).first {
            tree.attach(child, *new_parent, None);
        }
    }
}
