use super::Dispatch;
use crate::api;
use crate::app::Host;
use crate::config::Settings;
use crate::events::Event;
use std::rc::Rc;
use ticket_note_core::attempt::{Attempt, Try};
use ticket_note_core::state::{Action, State};
use yew::platform::spawn_local;
use yew::prelude::*;

/// Posts each try that the state wants under way, once.
///
/// A post is not called off when the form leaves the page or turns to another ticket: it may have
/// arrived, and its end is told all the same.
#[hook]
pub fn use_posts(state: &State, settings: Option<&Rc<Settings>>, host: &Host, dispatch: &Dispatch) {
    let under_way = use_mut_ref(Vec::<Try>::new);
    let wanted: Vec<Attempt> = state.wanted_posts().cloned().collect();
    let (settings, host, dispatch) = (settings.cloned(), host.clone(), dispatch.clone());
    use_effect_with(wanted, move |wanted| {
        let mut under_way = under_way.borrow_mut();
        under_way.retain(|known| wanted.iter().any(|attempt| attempt.to_try() == *known));
        let Some(settings) = settings else { return };
        for attempt in wanted {
            if !under_way.contains(&attempt.to_try()) {
                under_way.push(attempt.to_try());
                spawn_local(post(settings.clone(), attempt.clone(), host.clone(), dispatch.clone()));
            }
        }
    });
}

async fn post(settings: Rc<Settings>, attempt: Attempt, host: Host, dispatch: Dispatch) {
    let answer = api::post(&settings.endpoint, &attempt).await;
    host.report(Event::answered(&attempt, &answer));
    dispatch.dispatch(Action::Answered { of: attempt.to_try(), answer });
}
