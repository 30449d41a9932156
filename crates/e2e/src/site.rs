use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The script that has to run before all others.
const WATCH: &str = r#"<script src="./watch.js"></script>"#;
const AXE: &str = r#"<script src="./axe.min.js"></script>"#;

/// The bundle as it was built, with the pages of the tests beside it: pages that the widget takes
/// for their own origin's.
#[derive(Debug)]
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// Copies the bundle.
    ///
    /// `watched.html` is `index.html` with one script before all others, which keeps what the page
    /// says and sends; `audited.html` has the accessibility audit, too.
    ///
    /// # Panics
    /// When there is no bundle.
    #[must_use]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let site = Self { folder };
        for source in [&root().join("dist"), &fixtures()] {
            site.copy_all(source);
        }
        let axe = root().join("tools/node_modules/axe-core/axe.min.js");
        fs::copy(axe, site.path().join("axe.min.js")).expect("axe-core is installed");
        let page = fs::read_to_string(site.path().join("index.html")).expect("the framed page");
        site.write("watched.html", &with_first_scripts(&page, WATCH));
        site.write("audited.html", &with_first_scripts(&page, &format!("{WATCH}{AXE}")));
        site
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Its files: a folder in there is where a build is under way.
    fn copy_all(&self, source: &Path) {
        let entries = fs::read_dir(source)
            .unwrap_or_else(|error| panic!("{}: {error}; `make dist` makes it", source.display()));
        let paths = entries.map(|entry| entry.expect("an entry").path());
        for path in paths.filter(|path| path.is_file()) {
            fs::copy(&path, self.path().join(path.file_name().expect("a name"))).expect("a copy");
        }
    }

    fn write(&self, name: &str, page: &str) {
        fs::write(self.path().join(name), page).expect("a page");
    }
}

impl Default for Site {
    fn default() -> Self {
        Self::new()
    }
}

fn with_first_scripts(page: &str, scripts: &str) -> String {
    assert!(page.contains("<head>"), "the framed page has a head");
    page.replacen("<head>", &format!("<head>{scripts}"), 1)
}

/// The bundle as it was built.
#[must_use]
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}
