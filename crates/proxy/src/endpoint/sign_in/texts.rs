/// The texts of the sign-in page in one language. `{}` is the name of the user.
#[derive(Debug)]
pub(super) struct Texts {
    /// The title, and the heading.
    pub(super) title: &'static str,
    /// The user is signed in.
    pub(super) signed_in: &'static str,
    /// The form has the result, and the window closes.
    pub(super) closes: &'static str,
    /// The form did not respond.
    pub(super) not_reached: &'static str,
    /// The link to the form in a window of its own.
    pub(super) open_form: &'static str,
    /// There is no identity.
    pub(super) unauthenticated: &'static str,
    /// The login has no author.
    pub(super) unknown_user: &'static str,
    /// The page was opened without a challenge, or by another site.
    pub(super) invalid: &'static str,
    /// The proxy cannot sign in now.
    pub(super) unavailable: &'static str,
}

impl Texts {
    /// Returns the sentence for the code of a page without a user.
    pub(super) fn failure(&self, code: &str) -> &'static str {
        match code {
            "unauthenticated" => self.unauthenticated,
            "unknown_user" => self.unknown_user,
            "rate_limited" | "unavailable" | "internal" => self.unavailable,
            _ => self.invalid,
        }
    }
}

pub(super) const ENGLISH: Texts = Texts {
    title: "Sign in to the note form",
    signed_in: "You are signed in as {}.",
    closes: "This window closes by itself.",
    not_reached: "The note form cannot be reached from this window. Close this window and go back to the form. Your text is still there.",
    open_form: "Open the form in a window of its own",
    unauthenticated: "You could not be signed in. Close this window, then press “Sign in” in the form again.",
    unknown_user: "You have no Omnidesk user here. Ask the people who run this page to add you.",
    invalid: "This window was not opened by the note form. Close it, then press “Sign in” in the form.",
    unavailable: "You cannot be signed in right now. Close this window, then try again in a moment.",
};

pub(super) const DUTCH: Texts = Texts {
    title: "Aanmelden bij het notitieformulier",
    signed_in: "U bent aangemeld als {}.",
    closes: "Dit venster sluit vanzelf.",
    not_reached: "Het notitieformulier is vanuit dit venster niet bereikbaar. Sluit dit venster en ga terug naar het formulier. Uw tekst staat er nog.",
    open_form: "Het formulier in een eigen venster openen",
    unauthenticated: "U kon niet worden aangemeld. Sluit dit venster en druk in het formulier opnieuw op ‘Aanmelden’.",
    unknown_user: "U hebt hier geen Omnidesk-gebruiker. Vraag de beheerder van deze pagina om u toe te voegen.",
    invalid: "Dit venster is niet door het notitieformulier geopend. Sluit het en druk in het formulier op ‘Aanmelden’.",
    unavailable: "U kunt nu niet worden aangemeld. Sluit dit venster en probeer het zo opnieuw.",
};

pub(super) const GERMAN: Texts = Texts {
    title: "Beim Notizformular anmelden",
    signed_in: "Sie sind als {} angemeldet.",
    closes: "Dieses Fenster schließt sich von selbst.",
    not_reached: "Das Notizformular ist von diesem Fenster aus nicht erreichbar. Schließen Sie dieses Fenster und gehen Sie zum Formular zurück. Ihr Text ist noch da.",
    open_form: "Das Formular in einem eigenen Fenster öffnen",
    unauthenticated: "Sie konnten nicht angemeldet werden. Schließen Sie dieses Fenster und drücken Sie im Formular erneut auf „Anmelden“.",
    unknown_user: "Sie haben hier keinen Omnidesk-Benutzer. Bitten Sie die Betreiber dieser Seite, Sie hinzuzufügen.",
    invalid: "Dieses Fenster wurde nicht vom Notizformular geöffnet. Schließen Sie es und drücken Sie im Formular auf „Anmelden“.",
    unavailable: "Sie können gerade nicht angemeldet werden. Schließen Sie dieses Fenster und versuchen Sie es gleich noch einmal.",
};

pub(super) const FRENCH: Texts = Texts {
    title: "Se connecter au formulaire de notes",
    signed_in: "Vous êtes connecté en tant que {}.",
    closes: "Cette fenêtre se ferme d’elle-même.",
    not_reached: "Le formulaire de notes n’est pas joignable depuis cette fenêtre. Fermez-la et revenez au formulaire. Votre texte y est toujours.",
    open_form: "Ouvrir le formulaire dans sa propre fenêtre",
    unauthenticated: "La connexion a échoué. Fermez cette fenêtre, puis appuyez de nouveau sur « Se connecter » dans le formulaire.",
    unknown_user: "Vous n’avez pas d’utilisateur Omnidesk ici. Demandez aux responsables de cette page de vous ajouter.",
    invalid: "Cette fenêtre n’a pas été ouverte par le formulaire de notes. Fermez-la, puis appuyez sur « Se connecter » dans le formulaire.",
    unavailable: "La connexion est impossible pour le moment. Fermez cette fenêtre, puis réessayez dans un instant.",
};

pub(super) const SPANISH: Texts = Texts {
    title: "Iniciar sesión en el formulario de notas",
    signed_in: "Ha iniciado sesión como {}.",
    closes: "Esta ventana se cierra sola.",
    not_reached: "No se puede acceder al formulario de notas desde esta ventana. Ciérrela y vuelva al formulario. Su texto sigue allí.",
    open_form: "Abrir el formulario en una ventana propia",
    unauthenticated: "No se pudo iniciar la sesión. Cierre esta ventana y vuelva a pulsar «Iniciar sesión» en el formulario.",
    unknown_user: "No tiene un usuario de Omnidesk aquí. Pida a los responsables de esta página que lo añadan.",
    invalid: "El formulario de notas no abrió esta ventana. Ciérrela y pulse «Iniciar sesión» en el formulario.",
    unavailable: "Ahora no se puede iniciar la sesión. Cierre esta ventana e inténtelo de nuevo en un momento.",
};

pub(super) const ARABIC: Texts = Texts {
    title: "تسجيل الدخول إلى نموذج الملاحظات",
    signed_in: "تم تسجيل دخولك باسم {}.",
    closes: "ستُغلق هذه النافذة تلقائيًا.",
    not_reached: "لا يمكن الوصول إلى نموذج الملاحظات من هذه النافذة. أغلق هذه النافذة وارجع إلى النموذج. لا يزال نصك موجودًا فيه.",
    open_form: "فتح النموذج في نافذة خاصة به",
    unauthenticated: "تعذّر تسجيل دخولك. أغلق هذه النافذة ثم اضغط «تسجيل الدخول» في النموذج مرة أخرى.",
    unknown_user: "ليس لديك مستخدم Omnidesk هنا. اطلب من القائمين على هذه الصفحة إضافتك.",
    invalid: "لم يفتح نموذج الملاحظات هذه النافذة. أغلقها ثم اضغط «تسجيل الدخول» في النموذج.",
    unavailable: "لا يمكن تسجيل دخولك الآن. أغلق هذه النافذة ثم حاول مرة أخرى بعد قليل.",
};
