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
        site.write_file("watched.html", &with_first_scripts(&page, WATCH));
        site.write_file("audited.html", &with_first_scripts(&page, &format!("{WATCH}{AXE}")));
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

    /// Writes a file into it.
    ///
    /// # Panics
    /// When that cannot be.
    pub fn write_file(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("a file");
    }

    /// The file with a hash between these two parts of its name.
    ///
    /// # Panics
    /// When the bundle has none.
    #[must_use]
    pub fn find_file(&self, start: &str, end: &str) -> PathBuf {
        self.files(start).find(|path| path.to_string_lossy().ends_with(end)).expect("the bundle has it")
    }

    /// The same, which now comes as it is: without its compressed twins.
    ///
    /// # Panics
    /// When there is none, or a twin cannot be removed.
    #[must_use]
    pub fn uncompressed_file(&self, start: &str, end: &str) -> PathBuf {
        let path = self.find_file(start, end);
        for twin in ["br", "gz"] {
            fs::remove_file(format!("{}.{twin}", path.display())).expect("a twin");
        }
        path
    }

    /// Removes the file, and its twins.
    ///
    /// # Panics
    /// When there is none.
    pub fn remove_file(&self, start: &str, end: &str) {
        fs::remove_file(self.uncompressed_file(start, end)).expect("the file");
    }

    fn files(&self, start: &str) -> impl Iterator<Item = PathBuf> {
        let entries =
            fs::read_dir(self.path()).expect("the site").map(|entry| entry.expect("an entry").path());
        entries.filter(move |path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
        })
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

/// The folder of the workspace.
#[must_use]
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}
