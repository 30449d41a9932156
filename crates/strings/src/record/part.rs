//! How a record is turned into the list of its texts, and back.

/// A text, or a record whose fields are parts.
pub(super) trait Part {
    /// The number of texts in this part.
    const COUNT: usize;

    /// Visits every text in the order of the fields.
    ///
    /// Reading and replacing share this one method, since code for each of some sixty fields adds to
    /// the size of the module.
    fn each(&mut self, visit: &mut dyn FnMut(&mut &'static str));
}

impl Part for &'static str {
    const COUNT: usize = 1;

    fn each(&mut self, visit: &mut dyn FnMut(&mut &'static str)) {
        visit(self);
    }
}

/// Declares a struct and implements [`Part`] for it, field by field in order.
macro_rules! record {
    (
        $(#[$doc:meta])*
        pub struct $record:ident {
            $($(#[$part_doc:meta])* pub $part:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $record {
            $($(#[$part_doc])* pub $part: $type,)*
        }

        impl Part for $record {
            const COUNT: usize = 0 $(+ <$type as Part>::COUNT)*;

            fn each(&mut self, visit: &mut dyn FnMut(&mut &'static str)) {
                $(self.$part.each(visit);)*
            }
        }
    };
}

pub(super) use record;
