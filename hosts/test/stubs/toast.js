// Plays `lightning/platformShowToastEvent`, as the vendor's stub for Jest does.
export class ShowToastEvent extends CustomEvent {
  constructor(detail) {
    super("lightning__showtoast", { composed: true, cancelable: true, bubbles: true, detail });
  }
}
