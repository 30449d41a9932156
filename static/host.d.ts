/**
 * The types of `host.js`, which frames the note form in a page of another origin, and of the messages of the
 * framed page (docs/specification.md, section 5).
 */
import type {
  TicketNoteChange,
  TicketNoteConfigError,
  TicketNoteFailed,
  TicketNoteReady,
  TicketNoteRefused,
  TicketNoteSaved,
  TicketNoteTemplate,
  TicketNoteType,
  TicketNoteUnknown,
} from "./ticket-note";

/** The properties that `set` can change. `null` removes a property. */
export interface TicketNoteFrameValues {
  /** The ticket's number in Omnidesk. Without it, the page shows a sentence and loads nothing. */
  ticketId?: number | string | null;
  userId?: number | string | null;
  type?: TicketNoteType | null;
  types?: string | null;
  lockType?: boolean | null;
  customerTypes?: string | null;
  ticketUrl?: string | null;
  heading?: boolean | null;
  density?: "comfortable" | "compact" | null;
  lang?: string | null;
  theme?: "auto" | "light" | "dark" | null;
  /** At most 200, each with a name of at most 200 characters and a text of at most 20,000. */
  templates?: readonly TicketNoteTemplate[] | null;
}

/** The properties of the framed page's query. */
export interface TicketNoteFrameSettings extends TicketNoteFrameValues {
  endpoint?: string | null;
  maxLength?: number | string | null;
  drafts?: "tab" | "device" | "off" | null;
  signIn?: string | boolean | null;
  storageAccess?: boolean | null;
}

/** Returns a token for the proxy, or a promise of one. `null`: there is none. */
export type TicketNoteTokenSource = () => string | null | Promise<string | null>;

export interface TicketNoteFrameOptions extends TicketNoteFrameSettings {
  /** The URL of the folder with the bundle, such as `https://desk.example/ticket-note/`. */
  desk: string;
  /** The accessible name of the frame. Default: "Add a note". */
  title?: string;
  /** The sentence for a record without a ticket. Default: "This record has no Omnidesk ticket." */
  noTicket?: string;
  token?: TicketNoteTokenSource | null;
}

/** The form's own sentence about an outcome, in the form's language: text, not HTML. */
interface Said {
  say: string;
}

/** The messages of the framed page, by their `kind`. */
export interface TicketNoteFrameMessages {
  ready: TicketNoteReady;
  /** The height of the form in CSS pixels. */
  resize: { height: number };
  /** `hasText`: the form has a text that was not sent. */
  state: TicketNoteChange & { hasText: boolean };
  saved: TicketNoteSaved & Said;
  refused: TicketNoteRefused & Said;
  unknown: TicketNoteUnknown & Said;
  "config-error": TicketNoteConfigError;
  failed: TicketNoteFailed;
  /** The form shows its button for the sign-in. */
  "sign-in": Record<string, never>;
  /** The form asks for a token: the answer is the command `token` with the same `id`. */
  "token-wanted": { id: number };
  /** The form cannot open this URL in a window, and asks the parent page to do it. */
  open: { url: string };
}

/** The commands of the parent page, by their `kind`. */
export interface TicketNoteFrameCommands {
  hello: Record<string, never>;
  set: TicketNoteFrameValues;
  insert: { text: string; ticketId?: number | string };
  focus: Record<string, never>;
  reset: Record<string, never>;
  token: { id: number; token: string | null };
  "sign-out": Record<string, never>;
}

/** A form in a frame. */
export interface TicketNoteFrame {
  readonly iframe: HTMLIFrameElement;
  /** Supplies tokens. Set it in the task that made the frame, or as an option. */
  token: TicketNoteTokenSource | null;
  /** Changes properties. A text that was typed stays with the ticket that it was typed for. */
  set(values: TicketNoteFrameValues): void;
  /** Inserts a text at the caret, if the form shows that ticket. The default is the ticket of the last `set`. */
  insert(text: string, ticketId?: number | string): void;
  focus(): void;
  /** Clears the form and discards its draft. */
  reset(): void;
  /** Ends the session of the form. */
  signOut(): void;
  /** Calls a function for each message of a kind. Returns a function that ends this. */
  on<K extends keyof TicketNoteFrameMessages>(
    kind: K,
    listener: (detail: TicketNoteFrameMessages[K]) => unknown,
  ): () => void;
  /** Removes the frame and all listeners. */
  destroy(): void;
}

/**
 * Puts the form into an element, and returns its frame. The messages of the framed page are also dispatched at
 * the element, as events `note-KIND`.
 */
export function frame(element: Element, options: TicketNoteFrameOptions): TicketNoteFrame;

/** Returns the URL of the framed page. */
export function addressOf(desk: string, settings?: TicketNoteFrameSettings & { parentOrigin?: string }): URL;
