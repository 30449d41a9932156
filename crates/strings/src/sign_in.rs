//! The texts of the sign-in, which the element's script shows. They are no part of the module.

/// The texts of the sign-in in one language. `{}` is the name of the user.
#[derive(Clone, Copy, Debug)]
pub struct SignInTexts {
    /// The language.
    pub lang: &'static str,
    /// The label of the button that opens the window.
    pub sign_in: &'static str,
    /// The accessible name of that button. It begins with the label.
    pub opens_window: &'static str,
    /// The window has opened.
    pub window_open: &'static str,
    /// The browser does not say that the window has opened. The address follows.
    pub no_window: &'static str,
    /// The label of the button that copies the address.
    pub copy: &'static str,
    /// The accessible name of the field with the address.
    pub address: &'static str,
    /// The address was copied.
    pub copied: &'static str,
    /// The address could not be copied. It is selected.
    pub not_copied: &'static str,
    /// The state of a session of the proxy.
    pub signed_in: &'static str,
    /// The label of the button that ends the session.
    pub sign_out: &'static str,
    /// The user has signed in, and the form has a text.
    pub send_now: &'static str,
    /// The user has signed in, and the form has no text.
    pub you_are: &'static str,
    /// The user has signed out.
    pub signed_out: &'static str,
    /// The session has ended without a sign-out.
    pub ended: &'static str,
    /// Two ways of signing in name two users.
    pub two_users: &'static str,
    /// The sign-in failed.
    pub failed: &'static str,
    /// The user has no author in Omnidesk.
    pub unknown_user: &'static str,
    /// The sign-out failed.
    pub sign_out_failed: &'static str,
}

impl SignInTexts {
    /// Returns each text with its name in the script.
    #[must_use]
    pub fn entries(&self) -> [(&'static str, &'static str); 19] {
        [
            ("lang", self.lang),
            ("signIn", self.sign_in),
            ("opensWindow", self.opens_window),
            ("windowOpen", self.window_open),
            ("noWindow", self.no_window),
            ("copy", self.copy),
            ("address", self.address),
            ("copied", self.copied),
            ("notCopied", self.not_copied),
            ("signedIn", self.signed_in),
            ("signOut", self.sign_out),
            ("sendNow", self.send_now),
            ("youAre", self.you_are),
            ("signedOut", self.signed_out),
            ("ended", self.ended),
            ("twoUsers", self.two_users),
            ("failed", self.failed),
            ("unknownUser", self.unknown_user),
            ("signOutFailed", self.sign_out_failed),
        ]
    }
}

/// The texts of all languages, English first.
pub static SIGN_IN: [SignInTexts; 6] = [
    SignInTexts {
        lang: "en",
        sign_in: "Sign in",
        opens_window: "Sign in (opens a window)",
        window_open: "Sign in in the window that has opened. Your text stays here.",
        no_window: "If no window has opened, open this address in a new tab. If this form then still asks you to sign in, write the note in that tab. Your text stays here.",
        copy: "Copy the address",
        address: "Address of the sign-in page",
        copied: "The address was copied. Open it in a new tab. Your text stays here.",
        not_copied: "The address could not be copied. It is selected, so that you can copy it yourself.",
        signed_in: "Signed in as {}",
        sign_out: "Sign out",
        send_now: "You are signed in as {}. Send the note.",
        you_are: "You are signed in as {}.",
        signed_out: "You are signed out.",
        ended: "Your session has ended. Sign in again. Your text stays here.",
        two_users: "You are signed in twice, as two different users. Sign out here, then send the note.",
        failed: "The sign-in did not work. Try again.",
        unknown_user: crate::en::STRINGS.refusals.unknown_user,
        sign_out_failed: "The sign-out did not work. Try again.",
    },
    SignInTexts {
        lang: "nl",
        sign_in: "Aanmelden",
        opens_window: "Aanmelden (opent een venster)",
        window_open: "Meld u aan in het venster dat is geopend. Uw tekst blijft hier staan.",
        no_window: "Is er geen venster geopend? Open dan dit adres in een nieuw tabblad. Vraagt dit formulier daarna nog steeds om u aan te melden, schrijf de notitie dan in dat tabblad. Uw tekst blijft hier staan.",
        copy: "Adres kopiëren",
        address: "Adres van de aanmeldpagina",
        copied: "Het adres is gekopieerd. Open het in een nieuw tabblad. Uw tekst blijft hier staan.",
        not_copied: "Het adres kon niet worden gekopieerd. Het is geselecteerd, zodat u het zelf kunt kopiëren.",
        signed_in: "Aangemeld als {}",
        sign_out: "Afmelden",
        send_now: "U bent aangemeld als {}. Verstuur de notitie.",
        you_are: "U bent aangemeld als {}.",
        signed_out: "U bent afgemeld.",
        ended: "Uw sessie is beëindigd. Meld u opnieuw aan. Uw tekst blijft hier staan.",
        two_users: "U bent tweemaal aangemeld, als twee verschillende gebruikers. Meld u hier af en verstuur daarna de notitie.",
        failed: "Het aanmelden is niet gelukt. Probeer het opnieuw.",
        unknown_user: crate::nl::STRINGS.refusals.unknown_user,
        sign_out_failed: "Het afmelden is niet gelukt. Probeer het opnieuw.",
    },
    SignInTexts {
        lang: "de",
        sign_in: "Anmelden",
        opens_window: "Anmelden (öffnet ein Fenster)",
        window_open: "Melden Sie sich im geöffneten Fenster an. Ihr Text bleibt hier stehen.",
        no_window: "Falls sich kein Fenster geöffnet hat, öffnen Sie diese Adresse in einem neuen Tab. Falls dieses Formular Sie danach immer noch zur Anmeldung auffordert, schreiben Sie die Notiz in jenem Tab. Ihr Text bleibt hier stehen.",
        copy: "Adresse kopieren",
        address: "Adresse der Anmeldeseite",
        copied: "Die Adresse wurde kopiert. Öffnen Sie sie in einem neuen Tab. Ihr Text bleibt hier stehen.",
        not_copied: "Die Adresse konnte nicht kopiert werden. Sie ist markiert, sodass Sie sie selbst kopieren können.",
        signed_in: "Angemeldet als {}",
        sign_out: "Abmelden",
        send_now: "Sie sind als {} angemeldet. Senden Sie die Notiz.",
        you_are: "Sie sind als {} angemeldet.",
        signed_out: "Sie sind abgemeldet.",
        ended: "Ihre Sitzung ist beendet. Melden Sie sich erneut an. Ihr Text bleibt hier stehen.",
        two_users: "Sie sind zweimal angemeldet, als zwei verschiedene Benutzer. Melden Sie sich hier ab und senden Sie dann die Notiz.",
        failed: "Die Anmeldung ist fehlgeschlagen. Versuchen Sie es erneut.",
        unknown_user: crate::de::STRINGS.refusals.unknown_user,
        sign_out_failed: "Die Abmeldung ist fehlgeschlagen. Versuchen Sie es erneut.",
    },
    SignInTexts {
        lang: "fr",
        sign_in: "Se connecter",
        opens_window: "Se connecter (ouvre une fenêtre)",
        window_open: "Connectez-vous dans la fenêtre qui s’est ouverte. Votre texte reste ici.",
        no_window: "Si aucune fenêtre ne s’est ouverte, ouvrez cette adresse dans un nouvel onglet. Si ce formulaire vous demande encore de vous connecter ensuite, rédigez la note dans cet onglet. Votre texte reste ici.",
        copy: "Copier l’adresse",
        address: "Adresse de la page de connexion",
        copied: "L’adresse a été copiée. Ouvrez-la dans un nouvel onglet. Votre texte reste ici.",
        not_copied: "L’adresse n’a pas pu être copiée. Elle est sélectionnée : vous pouvez la copier vous-même.",
        signed_in: "Connecté en tant que {}",
        sign_out: "Se déconnecter",
        send_now: "Vous êtes connecté en tant que {}. Envoyez la note.",
        you_are: "Vous êtes connecté en tant que {}.",
        signed_out: "Vous êtes déconnecté.",
        ended: "Votre session est terminée. Reconnectez-vous. Votre texte reste ici.",
        two_users: "Vous êtes connecté deux fois, avec deux utilisateurs différents. Déconnectez-vous ici, puis envoyez la note.",
        failed: "La connexion a échoué. Réessayez.",
        unknown_user: crate::fr::STRINGS.refusals.unknown_user,
        sign_out_failed: "La déconnexion a échoué. Réessayez.",
    },
    SignInTexts {
        lang: "es",
        sign_in: "Iniciar sesión",
        opens_window: "Iniciar sesión (abre una ventana)",
        window_open: "Inicie sesión en la ventana que se ha abierto. Su texto permanece aquí.",
        no_window: "Si no se ha abierto ninguna ventana, abra esta dirección en una pestaña nueva. Si después este formulario le sigue pidiendo que inicie sesión, escriba la nota en esa pestaña. Su texto permanece aquí.",
        copy: "Copiar la dirección",
        address: "Dirección de la página de inicio de sesión",
        copied: "Se ha copiado la dirección. Ábrala en una pestaña nueva. Su texto permanece aquí.",
        not_copied: "No se ha podido copiar la dirección. Está seleccionada para que pueda copiarla usted.",
        signed_in: "Sesión iniciada como {}",
        sign_out: "Cerrar sesión",
        send_now: "Ha iniciado sesión como {}. Envíe la nota.",
        you_are: "Ha iniciado sesión como {}.",
        signed_out: "Ha cerrado la sesión.",
        ended: "Su sesión ha terminado. Vuelva a iniciar sesión. Su texto permanece aquí.",
        two_users: "Ha iniciado sesión dos veces, con dos usuarios distintos. Cierre la sesión aquí y, a continuación, envíe la nota.",
        failed: "No se ha podido iniciar sesión. Inténtelo de nuevo.",
        unknown_user: crate::es::STRINGS.refusals.unknown_user,
        sign_out_failed: "No se ha podido cerrar la sesión. Inténtelo de nuevo.",
    },
    SignInTexts {
        lang: "ar",
        sign_in: "تسجيل الدخول",
        opens_window: "تسجيل الدخول (يفتح نافذة)",
        window_open: "سجّل الدخول في النافذة التي فُتحت. يبقى نصك هنا.",
        no_window: "إذا لم تُفتح نافذة، فافتح هذا العنوان في علامة تبويب جديدة. وإذا ظل هذا النموذج يطلب تسجيل الدخول بعد ذلك، فاكتب الملاحظة في علامة التبويب تلك. يبقى نصك هنا.",
        copy: "نسخ العنوان",
        address: "عنوان صفحة تسجيل الدخول",
        copied: "نُسخ العنوان. افتحه في علامة تبويب جديدة. يبقى نصك هنا.",
        not_copied: "تعذّر نسخ العنوان. وهو محدد لتتمكن من نسخه بنفسك.",
        signed_in: "مسجّل الدخول باسم {}",
        sign_out: "تسجيل الخروج",
        send_now: "أنت مسجّل الدخول باسم {}. أرسل الملاحظة.",
        you_are: "أنت مسجّل الدخول باسم {}.",
        signed_out: "سُجّل خروجك.",
        ended: "انتهت جلستك. سجّل الدخول مرة أخرى. يبقى نصك هنا.",
        two_users: "أنت مسجّل الدخول مرتين باسم مستخدمَين مختلفَين. سجّل الخروج هنا ثم أرسل الملاحظة.",
        failed: "تعذّر تسجيل الدخول. حاول مرة أخرى.",
        unknown_user: crate::ar::STRINGS.refusals.unknown_user,
        sign_out_failed: "تعذّر تسجيل الخروج. حاول مرة أخرى.",
    },
];
