/**
 * <ticket-note>: a form that adds a note to a helpdesk ticket.
 *
 * Copy this file into a folder that your `tsconfig.json` includes; nothing imports it at run time.
 * Then `document.querySelector("ticket-note")` and the element's events have their types. For a type
 * by its name: `import type { TicketNoteElement } from "./ticket-note";`. The script itself,
 * `embed.js`, is loaded by the page.
 *
 * React and other users of JSX make the tag known in a file of their own:
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

/** What kind of note it is. What a number stands for depends on the helpdesk's account. */
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

/** What the form is doing. */
export type TicketNoteState =
  | "loading"
  | "editing"
  | "sending"
  | "saved"
  | "refused"
  | "unknown"
  | "invalid-config"
  | "failed";

/** How a send ended. `invalid`: something was wrong in the form or its settings, and nothing was sent. */
export type TicketNoteOutcome = "saved" | "refused" | "unknown" | "invalid" | "cancelled";

/** The attributes, by their names in HTML. */
export interface TicketNoteAttributes {
  /** The ticket: a whole number, 1 to 2^53-1. Required. */
  "ticket-id"?: number | string;
  /** The author: a user of the helpdesk's administrator list. Absent: the helpdesk's anonymous agent. */
  "user-id"?: number | string;
  /** The type that is chosen at first. Absent: the person chooses. */
  type?: TicketNoteType;
  /** The types to offer, in order, each with an optional name: `calllog,1=E-mail,5=Phone`. */
  types?: string;
  /** Present, whatever its value: the person cannot change the type. React 19 takes a boolean, too. */
  "lock-type"?: "" | boolean;
  /** Where notes are posted: a URL on the page's own origin. */
  endpoint?: string;
  /** The most characters of a note, 5 to 20000. */
  "max-length"?: number | string;
  /** Light or dark; `auto` follows the system. */
  theme?: "auto" | "light" | "dark";
  /** Where drafts are kept: in the tab, on the device for seven days, or not at all. */
  drafts?: "tab" | "device" | "off";
  /** A language tag (BCP 47). Absent: the nearest `lang` above, else the browser's. */
  lang?: string;
}

/** What every event of a note says of it. */
export interface TicketNoteAttempt {
  /** The ticket that the note is for, whatever the element shows by now. */
  ticketId: number;
  type: TicketNoteType;
  userId: number | null;
  /** The same for every try of the same note. */
  attemptId: string;
}

export interface TicketNoteReady {
  version: string;
}

export interface TicketNoteChange {
  state: TicketNoteState;
}

export interface TicketNoteSubmit extends TicketNoteAttempt {
  /** What the person wrote. */
  text: string;
}

export interface TicketNoteSaved extends TicketNoteAttempt {
  /** The helpdesk's sentence: text, not HTML. */
  message: string;
}

export interface TicketNoteRefused extends TicketNoteAttempt {
  /** The proxy's code; `null` where something else refused. */
  code: string | null;
  /** The HTTP status; 0 for a redirect to a sign-in. */
  status: number;
  /** The sentence that came with the refusal: text, not HTML. */
  message: string | null;
  /** What was wrong in the note, by the wire's names of its fields. */
  fields: Record<string, string>;
}

/** Nobody can say whether the note was added. */
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

/** The element's events. All bubble and cross shadow boundaries. */
export interface TicketNoteEventMap {
  "note-ready": CustomEvent<TicketNoteReady>;
  "note-change": CustomEvent<TicketNoteChange>;
  /** `preventDefault()` stops the send; the text stays. */
  "note-submit": CustomEvent<TicketNoteSubmit>;
  "note-saved": CustomEvent<TicketNoteSaved>;
  "note-refused": CustomEvent<TicketNoteRefused>;
  "note-unknown": CustomEvent<TicketNoteUnknown>;
  "note-config-error": CustomEvent<TicketNoteConfigError>;
  "note-failed": CustomEvent<TicketNoteFailed>;
}

/** The events as properties of JSX, where React 19 listens by them: `onnote-saved`. */
export type TicketNoteHandlers = {
  [K in keyof TicketNoteEventMap as `on${K}`]?: (event: TicketNoteEventMap[K]) => void;
};

/** `<ticket-note>`. A property that has an attribute reflects it; an absent one is `null`. */
export interface TicketNoteElement extends HTMLElement {
  ticketId: number | null;
  userId: number | null;
  type: TicketNoteType | null;
  types: string | null;
  lockType: boolean;
  endpoint: string | null;
  maxLength: number | null;
  theme: "auto" | "light" | "dark" | null;
  drafts: "tab" | "device" | "off" | null;
  lang: string;

  /** The text of the note. */
  value: string;
  readonly state: TicketNoteState;
  /** The version of the form, once it is there. */
  readonly version: string | null;

  /** Sends, as the button does. The promise always settles. */
  submit(): Promise<TicketNoteOutcome>;
  /** Empties the form and removes its draft. Does nothing while a note is sent. */
  reset(): void;
  /** Puts the focus on the first control that wants something. */
  focus(options?: FocusOptions): void;
  /** Whether the note could be sent as it stands. */
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
  /** Removes every draft of this origin from the browser, for a page's sign-out. */
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
