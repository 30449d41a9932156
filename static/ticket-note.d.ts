/**
 * <ticket-note>: a form that adds a note to an Omnidesk ticket.
 *
 * Copy this file into a folder that your `tsconfig.json` includes. It declares
 * `document.querySelector("ticket-note")` and the element's events. It has no code: the page loads
 * `embed.js` with a script tag. To import a type, write
 * `import type { TicketNoteElement } from "./ticket-note";`.
 *
 * For JSX, as in React, declare the tag in a file of your own:
 *
 *     import type { TicketNoteAttributes, TicketNoteElement, TicketNoteHandlers } from "./ticket-note";
 *     declare module "react" {
 *       namespace JSX {
 *         interface IntrinsicElements {
 *           "ticket-note": React.DetailedHTMLProps<React.HTMLAttributes<TicketNoteElement>, TicketNoteElement> &
 *             TicketNoteAttributes & TicketNoteHandlers;
 *         }
 *       }
 *     }
 */

/** The type of a note. The meaning of a number depends on the Omnidesk account. */
export type TicketNoteType =
  | "1"
  | "3"
  | "5"
  | "7"
  | "8"
  | "9"
  | "10"
  | "12"
  | "13"
  | "calllog"
  | "contactform";

/** The state of the form. */
export type TicketNoteState =
  | "loading"
  | "editing"
  | "sending"
  | "saved"
  | "refused"
  | "unknown"
  | "invalid-config"
  | "failed";

/**
 * The outcome of a send. `unknown`: the note may have been added. `invalid`: the form or an attribute
 * has a problem. After `invalid` and `cancelled`, nothing was sent.
 */
export type TicketNoteOutcome = "saved" | "refused" | "unknown" | "invalid" | "cancelled";

/** The attributes, by their HTML names. */
export interface TicketNoteAttributes {
  /** The ticket's number in Omnidesk: an integer, 1 to 2^53-1. Required. */
  "ticket-id"?: number | string;
  /** The author: a user of Omnidesk's administrator list. Absent: "Agent Anonymous". */
  "user-id"?: number | string;
  /** The preselected type. Absent: the user chooses. */
  type?: TicketNoteType;
  /** The types to offer, in order, each with an optional name: `calllog,1=E-mail,5=Phone`. Absent: all. */
  types?: string;
  /** Present, with any value: the user cannot change the type. React 19 accepts a boolean too. */
  "lock-type"?: "" | boolean;
  /** The codes of the notes that the customer receives, separated by commas. Absent: the form does not say. */
  "customer-types"?: string;
  /** The URL of the API, on the page's own origin. */
  endpoint?: string;
  /** Present: users can sign in from the form. The URL of the sign-in page; empty: the proxy's own. */
  "sign-in"?: string;
  /** The page of the ticket, with http or https, for links. */
  "ticket-url"?: string;
  /** The longest note, 5 to 20000 characters. */
  "max-length"?: number | string;
  /** The colour scheme; `auto` follows the system. */
  theme?: "auto" | "light" | "dark";
  /** The space that the form takes. */
  density?: "comfortable" | "compact";
  /** Present, with any value: the form has a visible heading. */
  heading?: "" | boolean;
  /** Present: in a frame, the form uses the permission for its site's cookies, if it is granted. */
  "storage-access"?: "" | boolean;
  /** Where drafts are saved: in the tab, on the device for seven days, or nowhere. */
  drafts?: "tab" | "device" | "off";
  /** A language tag (BCP 47). Absent: the nearest `lang` of an ancestor, else the browser's. */
  lang?: string;
}

/** The properties that the details of all events of an attempt share. */
/** The engine: WebAssembly, or JavaScript where WebAssembly cannot run. */
export type TicketNoteEngine = "wasm" | "js";

/** A text that the user can insert. `{{ticket}}`, `{{user}}` and `{{date}}` in it are filled in. */
export interface TicketNoteTemplate {
  name: string;
  text: string;
}

/** Returns a token for the proxy, or a promise of one. */
export type TicketNoteTokenSource = () => string | null | undefined | Promise<string | null | undefined>;

export interface TicketNoteAttempt {
  /** The ticket that the note is for. The element may show another one by now. */
  ticketId: number;
  type: TicketNoteType;
  userId: number | null;
  /** Identifies the attempt: the same for every retry of the same note. */
  attemptId: string;
}

export interface TicketNoteReady {
  version: string;
  engine: TicketNoteEngine;
}

export interface TicketNoteChange {
  state: TicketNoteState;
}

export interface TicketNoteSubmit extends TicketNoteAttempt {
  /** The text that the user wrote. */
  text: string;
}

export interface TicketNoteSaved extends TicketNoteAttempt {
  /** Omnidesk's sentence: text, not HTML. */
  message: string;
}

export interface TicketNoteRefused extends TicketNoteAttempt {
  /** The proxy's code; `null` if the response had none. */
  code: string | null;
  /** The HTTP status; 0 for a redirect to a sign-in page. */
  status: number;
  /** The sentence of Omnidesk or of the proxy: text, not HTML. */
  message: string | null;
  /** The problem of each invalid field, by the field's name in the request. */
  fields: Record<string, string>;
}

/** The response was lost: the note may have been added. */
export type TicketNoteUnknown = TicketNoteAttempt;

export interface TicketNoteConfigError {
  attribute: keyof TicketNoteAttributes;
  value: string;
  reason:
    | "missing"
    | "not_an_integer"
    | "out_of_range"
    | "unknown_type"
    | "not_offered"
    | "duplicate"
    | "nothing_to_lock"
    | "not_same_origin"
    | "unknown_word";
}

export interface TicketNoteFailed {
  cause: "wasm-blocked" | "wasm-missing" | "wasm-invalid" | "wasm-unsupported" | "panic";
}

/** The form could not open the window of the sign-in. */
export interface TicketNoteOpen {
  /** The address of the sign-in. */
  url: string;
}

/** The element's events. All bubble and cross shadow boundaries. */
export interface TicketNoteEventMap {
  "note-ready": CustomEvent<TicketNoteReady>;
  "note-change": CustomEvent<TicketNoteChange>;
  /** `preventDefault()` cancels the send; the text stays. */
  "note-submit": CustomEvent<TicketNoteSubmit>;
  "note-saved": CustomEvent<TicketNoteSaved>;
  "note-refused": CustomEvent<TicketNoteRefused>;
  "note-unknown": CustomEvent<TicketNoteUnknown>;
  "note-config-error": CustomEvent<TicketNoteConfigError>;
  /** The form shows the button for the sign-in. */
  "note-sign-in": CustomEvent<Record<string, never>>;
  "note-open": CustomEvent<TicketNoteOpen>;
  "note-failed": CustomEvent<TicketNoteFailed>;
}

/** The events as JSX props of React 19, such as `onnote-saved`. */
export type TicketNoteHandlers = {
  [K in keyof TicketNoteEventMap as `on${K}`]?: (event: TicketNoteEventMap[K]) => void;
};

/** The element. Properties reflect their attributes; an absent attribute reads as `null`. */
export interface TicketNoteElement extends HTMLElement {
  ticketId: number | null;
  userId: number | null;
  type: TicketNoteType | null;
  types: string | null;
  lockType: boolean;
  customerTypes: string | null;
  endpoint: string | null;
  signIn: string | null;
  ticketUrl: string | null;
  maxLength: number | null;
  theme: "auto" | "light" | "dark" | null;
  density: "comfortable" | "compact" | null;
  drafts: "tab" | "device" | "off" | null;
  heading: boolean;
  storageAccess: boolean;
  lang: string;

  /** The text of the note. */
  value: string;
  /** The texts that the user can insert. */
  templates: readonly TicketNoteTemplate[] | null;
  /** Returns the page's token for a request, or nothing. It is called before each request. */
  getToken: TicketNoteTokenSource | null;
  readonly state: TicketNoteState;
  /** The engine that runs the form; `null` until the form is ready. */
  readonly engine: TicketNoteEngine | null;
  /** The version of the form; `null` until the form is ready. */
  readonly version: string | null;

  /** Sends the note, as the button does. Returns a promise of the outcome, which always settles. */
  submit(): Promise<TicketNoteOutcome>;
  /** Clears the form and discards its draft. Does nothing while a note is being sent. */
  reset(): void;
  /** Inserts a text at the caret, as a template. The user can undo it. */
  insert(text: string): Promise<void>;
  /** Focuses the first control that needs input. */
  focus(options?: FocusOptions): void;
  /** Ends the session of the sign-in in a window. */
  signOut(): Promise<void>;
  /** Returns whether the note can be sent as it is. */
  checkValidity(): boolean;

  addEventListener<K extends keyof TicketNoteEventMap>(
    type: K,
    listener: (this: TicketNoteElement, event: TicketNoteEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: TicketNoteElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof TicketNoteEventMap>(
    type: K,
    listener: (this: TicketNoteElement, event: TicketNoteEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: TicketNoteElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The class: `customElements.get("ticket-note")`. */
export interface TicketNoteConstructor {
  new (): TicketNoteElement;
  readonly prototype: TicketNoteElement;
  /** Discards every draft of this origin. Call it when the user signs out. */
  forgetDrafts(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "ticket-note": TicketNoteElement;
  }

  interface GlobalEventHandlersEventMap extends TicketNoteEventMap {}

  interface CustomElementRegistry {
    get(name: "ticket-note"): TicketNoteConstructor | undefined;
    whenDefined(name: "ticket-note"): Promise<TicketNoteConstructor>;
  }
}
