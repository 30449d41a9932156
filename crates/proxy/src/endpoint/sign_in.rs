//! The page of the sign-in window (`docs/specification.md`, section 2.10).

mod language;
mod page;
mod texts;

use super::NoteService;
use super::recognition::count;
use crate::caller::SignedIn;
use crate::edge::require_own_host;
use crate::error_response::ErrorResponse;
use crate::metrics::METRICS;
use crate::sessions::{Challenge, unix_now};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use language::Language;
use page::{Content, Page};
use std::sync::Arc;
use ticket_note_core::note::TicketId;
use ticket_note_core::wire::Code;
use url::form_urlencoded;

/// The path of the page.
pub const SIGN_IN: &str = "/api/ticket-note/sign-in";

/// The parameters that the form adds to the address of the page.
#[derive(Debug, Default)]
struct Query {
    challenge: Option<Challenge>,
    lang: Option<String>,
    ticket: Option<TicketId>,
}

/// The reason why the page has no code.
#[derive(Debug)]
enum Failure {
    /// The challenge is absent or not valid.
    InvalidChallenge,
    /// The request was refused.
    Refused(ErrorResponse),
}

impl Failure {
    const fn word(&self) -> &'static str {
        match self {
            Self::InvalidChallenge => "invalid_challenge",
            Self::Refused(error) => error.code().as_str(),
        }
    }

    fn status(&self) -> StatusCode {
        let status = match self {
            Self::InvalidChallenge => 400,
            Self::Refused(error) => error.code().status(),
        };
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl<T: Into<ErrorResponse>> From<T> for Failure {
    fn from(error: T) -> Self {
        Self::Refused(error.into())
    }
}

/// Responds with the page that posts a code to the form.
pub async fn sign_in_page(State(service): State<Arc<NoteService>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = read_query(parts.uri.query().unwrap_or_default());
    let language = Language::choose(query.lang.as_deref(), &parts.headers);
    let result = service.sign_in(&parts, &query).await;
    let (status, content) = match &result {
        Ok((signed_in, code)) => (StatusCode::OK, Content::SignedIn { name: &signed_in.name, code }),
        Err(failure) => (failure.status(), Content::Failed(failure.word())),
    };
    let retry_after = match &result {
        Err(Failure::Refused(error)) => error.retry_after(),
        _ => None,
    };
    // At an address that is not a public origin, the form would not work either.
    let is_elsewhere = matches!(&result, Err(Failure::Refused(error)) if error.code() == Code::CrossSite);
    let form = query.ticket.filter(|_| service.has_bundle && !is_elsewhere);
    let mut response = Page { language, content, form }.into_response(status);
    if let Some(wait) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, (wait.as_secs() + 1).into());
    }
    response
}

impl NoteService {
    /// Returns the user, and a code that only the form can redeem.
    async fn sign_in(&self, parts: &Parts, query: &Query) -> Result<(SignedIn, String), Failure> {
        if self.shutdown.is_closed() {
            return Err(Code::Unavailable.into());
        }
        let sessions = self.authenticator.sessions.as_ref().ok_or(Code::NotFound)?;
        require_own_host(&self.public_origins, &parts.uri, &parts.headers)?;
        require_document(&parts.headers)?;
        let now = unix_now();
        let known = self.authenticator.authenticate_sign_in(super::peer(parts), &parts.headers, now).await;
        let signed_in = match known {
            Ok(signed_in) => signed_in,
            Err(refused) => {
                count(refused.reason);
                return Err(self.refuse(parts, &refused).await.into());
            }
        };
        self.session_limiter.acquire(&signed_in.author.get().to_string()).await?;
        let challenge = query.challenge.as_ref().ok_or(Failure::InvalidChallenge)?;
        let way = signed_in.way.as_str();
        let session = sessions.begin(&signed_in.login, &signed_in.name, way, now);
        // A token that lives for minutes must not become a session that lives for hours.
        let session = session.map(|session| match signed_in.expires {
            Some(end) => session.ending_by(end),
            None => session,
        });
        let code = session.and_then(|session| sessions.seal_code(session, challenge));
        let code = code.map_err(|_| Code::Internal)?;
        METRICS.count_session("code");
        Ok((signed_in, code))
    }
}

/// Refuses a page that embeds the sign-in page or fetches it.
fn require_document(headers: &HeaderMap) -> Result<(), Code> {
    let mut uses = headers.get_all("sec-fetch-dest").iter();
    if uses.all(|value| value == "document") { Ok(()) } else { Err(Code::CrossSite) }
}

fn read_query(query: &str) -> Query {
    let mut read = Query::default();
    let mut challenges = 0;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "challenge" => {
                challenges += 1;
                read.challenge = Challenge::read(&value).filter(|_| challenges == 1);
            }
            "lang" => read.lang = Some(value.into_owned()),
            "ticketId" => read.ticket = value.parse().ok(),
            _ => {}
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_query_has_exactly_one_challenge() {
        assert!(read_query(&format!("a=b&challenge={CHALLENGE}&lang=nl")).challenge.is_some());
        for query in
            ["", "challenge=", "challenge=x", &format!("challenge={CHALLENGE}&challenge={CHALLENGE}")]
        {
            assert!(read_query(query).challenge.is_none(), "{query}");
        }
    }

    #[test]
    fn a_ticket_of_the_query_is_a_valid_id() {
        assert_eq!(read_query("ticketId=858462").ticket.map(TicketId::get), Some(858_462));
        for query in ["ticketId=", "ticketId=0", "ticketId=1%22%3E%3Cscript%3E"] {
            assert_eq!(read_query(query).ticket, None, "{query}");
        }
    }
}
