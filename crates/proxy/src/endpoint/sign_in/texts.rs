/// The texts of the sign-in page in one language. `{}` is the name of the user.
#[derive(Debug)]
pub(super) struct Texts {
    /// The title, and the heading.
    pub(super) title: &'static str,
    /// The user is signed in.
    pub(super) signed_in: &'static str,
    /// The form has the result, and the window closes.
    pub(super) closes: &'static str,
    /// The form did not respond, so it is not signed in.
    pub(super) not_reached: &'static str,
    /// Follows `not_reached` if there is a link: the user can continue in the form that the link opens.
    pub(super) go_on: &'static str,
    /// Follows `not_reached` if there is no link.
    pub(super) go_back: &'static str,
    /// The link to the form in a window of its own.
    pub(super) open_form: &'static str,
    /// There is no identity.
    pub(super) unauthenticated: &'static str,
    /// The login has no author.
    pub(super) unknown_user: &'static str,
    /// The page was opened without a challenge.
    pub(super) invalid: &'static str,
    /// The sign-in window is not configured.
    pub(super) not_configured: &'static str,
    /// The address of the page is not a public origin.
    pub(super) other_address: &'static str,
    /// The proxy cannot sign in now.
    pub(super) unavailable: &'static str,
}

impl Texts {
    /// Returns the sentence for the code of a page without a user.
    pub(super) fn failure(&self, code: &str) -> &'static str {
        match code {
            "unauthenticated" | "two_identities" => self.unauthenticated,
            "unknown_user" => self.unknown_user,
            "not_found" => self.not_configured,
            "cross_site" => self.other_address,
            "rate_limited" | "unavailable" | "internal" => self.unavailable,
            _ => self.invalid,
        }
    }
}

pub(super) const ENGLISH: Texts = Texts {
    title: "Sign in to the note form",
    signed_in: "You are signed in as {}.",
    closes: "This window closes by itself.",
    not_reached: "This window cannot reach the note form, so the form is not signed in.",
    go_on: "Write your note in the form that this link opens. Your text is still in the other window: copy it from there.",
    go_back: "Close this window and go back to the form, where your text still is. Then press “Sign in” there again. If that does not help, ask the people who run this page.",
    open_form: "Open the form in a window of its own",
    unauthenticated: "You could not be signed in. Close this window, then press “Sign in” in the form again.",
    unknown_user: "You have no Omnidesk user here. Ask the people who run this page to add you.",
    invalid: "This window was not opened by the note form. Close it, then press “Sign in” in the form.",
    not_configured: "The note form has no sign-in here. Close this window and go back to the form, where your text still is. Then ask the people who run this page.",
    other_address: "You cannot sign in at this address. Open the note form at its usual address, then press “Sign in” there.",
    unavailable: "You cannot be signed in right now. Close this window, then try again in a moment.",
};

pub(super) const DUTCH: Texts = Texts {
    title: "Aanmelden bij het notitieformulier",
    signed_in: "U bent aangemeld als {}.",
    closes: "Dit venster sluit vanzelf.",
    not_reached: "Dit venster kan het notitieformulier niet bereiken. Het formulier is daarom niet aangemeld.",
    go_on: "Schrijf uw notitie in het formulier dat deze link opent. Uw tekst staat nog in het andere venster: kopieer hem daar.",
    go_back: "Sluit dit venster en ga terug naar het formulier. Uw tekst staat er nog. Druk daar opnieuw op ‘Aanmelden’. Helpt dat niet, vraag het dan aan de beheerder van deze pagina.",
    open_form: "Het formulier in een eigen venster openen",
    unauthenticated: "U kon niet worden aangemeld. Sluit dit venster en druk in het formulier opnieuw op ‘Aanmelden’.",
    unknown_user: "U hebt hier geen Omnidesk-gebruiker. Vraag de beheerder van deze pagina om u toe te voegen.",
    invalid: "Dit venster is niet door het notitieformulier geopend. Sluit het en druk in het formulier op ‘Aanmelden’.",
    not_configured: "Het notitieformulier heeft hier geen aanmelding. Sluit dit venster en ga terug naar het formulier. Uw tekst staat er nog. Vraag daarna de beheerder van deze pagina om hulp.",
    other_address: "U kunt zich op dit adres niet aanmelden. Open het notitieformulier op het gewone adres en druk daar op ‘Aanmelden’.",
    unavailable: "U kunt nu niet worden aangemeld. Sluit dit venster en probeer het zo opnieuw.",
};

pub(super) const GERMAN: Texts = Texts {
    title: "Beim Notizformular anmelden",
    signed_in: "Sie sind als {} angemeldet.",
    closes: "Dieses Fenster schließt sich von selbst.",
    not_reached: "Dieses Fenster kann das Notizformular nicht erreichen. Das Formular ist daher nicht angemeldet.",
    go_on: "Schreiben Sie Ihre Notiz in dem Formular, das dieser Link öffnet. Ihr Text steht noch im anderen Fenster: Kopieren Sie ihn von dort.",
    go_back: "Schließen Sie dieses Fenster und gehen Sie zum Formular zurück. Ihr Text ist noch da. Drücken Sie dort erneut auf „Anmelden“. Hilft das nicht, fragen Sie die Betreiber dieser Seite.",
    open_form: "Das Formular in einem eigenen Fenster öffnen",
    unauthenticated: "Sie konnten nicht angemeldet werden. Schließen Sie dieses Fenster und drücken Sie im Formular erneut auf „Anmelden“.",
    unknown_user: "Sie haben hier keinen Omnidesk-Benutzer. Bitten Sie die Betreiber dieser Seite, Sie hinzuzufügen.",
    invalid: "Dieses Fenster wurde nicht vom Notizformular geöffnet. Schließen Sie es und drücken Sie im Formular auf „Anmelden“.",
    not_configured: "Für das Notizformular ist hier keine Anmeldung eingerichtet. Schließen Sie dieses Fenster und gehen Sie zum Formular zurück. Ihr Text ist noch da. Wenden Sie sich dann an die Betreiber dieser Seite.",
    other_address: "Unter dieser Adresse können Sie sich nicht anmelden. Öffnen Sie das Notizformular unter seiner üblichen Adresse und drücken Sie dort auf „Anmelden“.",
    unavailable: "Sie können gerade nicht angemeldet werden. Schließen Sie dieses Fenster und versuchen Sie es gleich noch einmal.",
};

pub(super) const FRENCH: Texts = Texts {
    title: "Se connecter au formulaire de notes",
    signed_in: "Vous êtes connecté en tant que {}.",
    closes: "Cette fenêtre se ferme d’elle-même.",
    not_reached: "Cette fenêtre ne peut pas joindre le formulaire de notes : il n’est donc pas connecté.",
    go_on: "Rédigez votre note dans le formulaire que ce lien ouvre. Votre texte est toujours dans l’autre fenêtre : copiez-le de là.",
    go_back: "Fermez cette fenêtre et revenez au formulaire, où se trouve toujours votre texte. Appuyez-y de nouveau sur « Se connecter ». Si cela ne suffit pas, adressez-vous aux responsables de cette page.",
    open_form: "Ouvrir le formulaire dans sa propre fenêtre",
    unauthenticated: "La connexion a échoué. Fermez cette fenêtre, puis appuyez de nouveau sur « Se connecter » dans le formulaire.",
    unknown_user: "Vous n’avez pas d’utilisateur Omnidesk ici. Demandez aux responsables de cette page de vous ajouter.",
    invalid: "Cette fenêtre n’a pas été ouverte par le formulaire de notes. Fermez-la, puis appuyez sur « Se connecter » dans le formulaire.",
    not_configured: "La connexion au formulaire de notes n’est pas configurée ici. Fermez cette fenêtre et revenez au formulaire, où se trouve toujours votre texte. Adressez-vous ensuite aux responsables de cette page.",
    other_address: "La connexion est impossible à cette adresse. Ouvrez le formulaire de notes à son adresse habituelle, puis appuyez-y sur « Se connecter ».",
    unavailable: "La connexion est impossible pour le moment. Fermez cette fenêtre, puis réessayez dans un instant.",
};

pub(super) const SPANISH: Texts = Texts {
    title: "Iniciar sesión en el formulario de notas",
    signed_in: "Ha iniciado sesión como {}.",
    closes: "Esta ventana se cierra sola.",
    not_reached: "Esta ventana no puede comunicarse con el formulario de notas, así que el formulario no tiene la sesión iniciada.",
    go_on: "Escriba su nota en el formulario que abre este enlace. Su texto sigue en la otra ventana: cópielo desde allí.",
    go_back: "Cierre esta ventana y vuelva al formulario, donde sigue su texto. Pulse allí de nuevo «Iniciar sesión». Si no funciona, pregunte a los responsables de esta página.",
    open_form: "Abrir el formulario en una ventana propia",
    unauthenticated: "No se pudo iniciar la sesión. Cierre esta ventana y vuelva a pulsar «Iniciar sesión» en el formulario.",
    unknown_user: "No tiene un usuario de Omnidesk aquí. Pida a los responsables de esta página que lo añadan.",
    invalid: "El formulario de notas no abrió esta ventana. Ciérrela y pulse «Iniciar sesión» en el formulario.",
    not_configured: "El formulario de notas no tiene aquí inicio de sesión. Cierre esta ventana y vuelva al formulario, donde sigue su texto. Después, consulte a los responsables de esta página.",
    other_address: "No se puede iniciar sesión en esta dirección. Abra el formulario de notas en su dirección habitual y pulse allí «Iniciar sesión».",
    unavailable: "Ahora no se puede iniciar la sesión. Cierre esta ventana e inténtelo de nuevo en un momento.",
};

pub(super) const ARABIC: Texts = Texts {
    title: "تسجيل الدخول إلى نموذج الملاحظات",
    signed_in: "تم تسجيل دخولك باسم {}.",
    closes: "ستُغلق هذه النافذة تلقائيًا.",
    not_reached: "لا يمكن لهذه النافذة الوصول إلى نموذج الملاحظات، لذلك لم يُسجَّل الدخول فيه.",
    go_on: "اكتب ملاحظتك في النموذج الذي يفتحه هذا الرابط. لا يزال نصك في النافذة الأخرى: انسخه من هناك.",
    go_back: "أغلق هذه النافذة وارجع إلى النموذج، فلا يزال نصك موجودًا فيه. ثم اضغط «تسجيل الدخول» فيه مرة أخرى. إن لم ينجح ذلك فاسأل القائمين على هذه الصفحة.",
    open_form: "فتح النموذج في نافذة خاصة به",
    unauthenticated: "تعذّر تسجيل دخولك. أغلق هذه النافذة ثم اضغط «تسجيل الدخول» في النموذج مرة أخرى.",
    unknown_user: "ليس لديك مستخدم Omnidesk هنا. اطلب من القائمين على هذه الصفحة إضافتك.",
    invalid: "لم يفتح نموذج الملاحظات هذه النافذة. أغلقها ثم اضغط «تسجيل الدخول» في النموذج.",
    not_configured: "لم يُعدّ تسجيل الدخول إلى نموذج الملاحظات هنا. أغلق هذه النافذة وارجع إلى النموذج، فلا يزال نصك موجودًا فيه. ثم اسأل القائمين على هذه الصفحة.",
    other_address: "لا يمكنك تسجيل الدخول من هذا العنوان. افتح نموذج الملاحظات من عنوانه المعتاد ثم اضغط «تسجيل الدخول» فيه.",
    unavailable: "لا يمكن تسجيل دخولك الآن. أغلق هذه النافذة ثم حاول مرة أخرى بعد قليل.",
};
