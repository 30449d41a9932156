//! The actions of the user. Each is reported to the form, as the element's script does.

use super::Page;
use js_sys::Function;
use web_sys::{Event, EventInit, EventTarget, InputEvent, InputEventInit, MouseEvent, MouseEventInit};

impl Page {
    /// Clicks a button.
    #[track_caller]
    pub(crate) fn press(&self, name: &str) {
        let button = self.button(name);
        button.click();
        self.form.press(&button.id().into(), 1);
    }

    /// Clicks a second time, as in a double click.
    #[track_caller]
    pub(crate) fn click_again(&self, name: &str) {
        let init = MouseEventInit::new();
        init.set_bubbles(true);
        init.set_detail(2);
        let button = self.button(name);
        dispatch(&button, &MouseEvent::new_with_mouse_event_init_dict("click", &init).unwrap());
        self.form.press(&button.id().into(), 2);
    }

    pub(crate) fn type_text(&self, text: &str) {
        let area = self.area();
        area.set_value(text);
        dispatch(&area, &InputEvent::new_with_event_init_dict("input", &bubbling_input()).unwrap());
        self.form.typed();
    }

    pub(crate) fn choose(&self, code: &str) {
        let select = self.select();
        select.set_value(code);
        let init = EventInit::new();
        init.set_bubbles(true);
        dispatch(&select, &Event::new_with_event_init_dict("change", &init).unwrap());
        self.form.chosen();
    }

    /// Sends the note by the keyboard.
    pub(crate) fn submit(&self) {
        self.form.submit(Function::new_no_args(""));
    }
}

fn bubbling_input() -> InputEventInit {
    let init = InputEventInit::new();
    init.set_bubbles(true);
    init
}

fn dispatch(target: &EventTarget, event: &Event) {
    target.dispatch_event(event).unwrap();
}
