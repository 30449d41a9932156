//! The root component: owns the state, has the effects done, hands down values and one callback.

mod mounted_form;

use crate::config::Config;
use crate::host::Host;
use crate::i18n::Strings;
use mounted_form::MountedForm;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use ticket_note_core::state::Action;
use ticket_note_strings::ENGLISH;
use yew::html::Scope;
use yew::prelude::*;

/// What a form is told. All of it goes one way, and so in its order: a text that the page writes after
/// it has turned to another ticket is that ticket's.
#[derive(Debug)]
pub enum Message {
    /// An element wants a form.
    Begin(Host, Config),
    /// The element has other attributes now.
    Configure(Config),
    /// Something happened.
    Act(Action),
    /// The element has left the page.
    End,
}

/// The form, from the page's config to the pixels.
///
/// It renders only when there is something else to see: most key presses render nothing. It outlives
/// its element and serves another: Yew gives a root's listeners back to nobody, so roots are re-used.
#[derive(Debug)]
pub struct App {
    work: Option<MountedForm>,
    strings: &'static Strings,
    /// Whether the page does not show yet what the work has come to: nothing is to be told meanwhile.
    is_render_due: bool,
    /// How many texts were typed that the work has not come to: the form's area is ahead of it.
    typed: Rc<Cell<u32>>,
}

thread_local! {
    /// Every form that there is: none ever ends.
    static ALL: RefCell<Vec<Scope<App>>> = const { RefCell::new(Vec::new()) };
}

impl Component for App {
    type Message = Message;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        ALL.with_borrow_mut(|all| all.push(ctx.link().clone()));
        Self { work: None, strings: &ENGLISH, is_render_due: false, typed: Rc::default() }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let is_to_render = self.take(ctx, message);
        self.is_render_due |= is_to_render;
        if !self.is_render_due {
            self.perform();
        }
        is_to_render
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let typed = self.typed.clone();
        let on_action = ctx.link().callback(move |action| {
            if matches!(action, Action::TextChanged { .. }) {
                typed.set(typed.get() + 1);
            }
            Message::Act(action)
        });
        self.work.as_ref().map(|work| work.view(self.strings, &on_action)).unwrap_or_default()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.is_render_due = false;
        self.perform();
    }
}

impl App {
    /// Whether there is something else to see.
    fn take(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match (message, &mut self.work) {
            (Message::Begin(host, config), work) => {
                self.strings = config.strings;
                *work = Some(MountedForm::begin(
                    host,
                    &config,
                    ctx.link().callback(Message::Act),
                    Self::tell_all,
                ));
            }
            (Message::Configure(config), Some(work)) => {
                self.strings = config.strings;
                work.configure(&config);
            }
            (Message::Act(action), work) => {
                if matches!(action, Action::TextChanged { .. }) {
                    self.typed.set(self.typed.get().saturating_sub(1));
                }
                return work.as_mut().is_some_and(|work| work.react(action));
            }
            (Message::End, work) => *work = None,
            (Message::Configure(_), None) => return false,
        }
        true
    }

    fn perform(&mut self) {
        if let Some(work) = &mut self.work {
            work.perform(self.typed.get() > 0);
        }
    }

    /// Tells every form, those that stand in no page too.
    fn tell_all(action: &Action) {
        // A form that is told may lead to another one: the list is not held meanwhile.
        let all = ALL.with_borrow(Clone::clone);
        all.iter().for_each(|form| form.send_message(Message::Act(action.clone())));
    }

    /// Whether the form, as it stands in the page at this moment, could be sent.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.work.as_ref().is_some_and(MountedForm::is_valid)
    }
}
