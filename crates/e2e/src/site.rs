use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Records page errors, `note-*` events and requests, so it has to run before every other script.
const WATCH: &str = r#"<script src="./watch.js"></script>"#;
const AXE: &str = r#"<script src="./axe.min.js"></script>"#;

/// A folder with a copy of the bundle and the tests' own pages, which the proxy serves from one origin.
///
/// Dropping this value deletes the folder.
#[derive(Debug)]
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// Copies the bundle and the fixtures.
    ///
    /// `watched.html` is `index.html` with `watch.js` as its first script. `audited.html` also loads
    /// the accessibility audit.
    ///
    /// # Panics
    /// If there is no bundle in `dist/`.
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

    /// The path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Copies the files of a folder. Skips subfolders: a build keeps its intermediate files there.
    fn copy_all(&self, source: &Path) {
        let entries = fs::read_dir(source)
            .unwrap_or_else(|error| panic!("{}: {error}. Run `make dist` first.", source.display()));
        let paths = entries.map(|entry| entry.expect("an entry").path());
        for path in paths.filter(|path| path.is_file()) {
            fs::copy(&path, self.path().join(path.file_name().expect("a name"))).expect("a copy");
        }
    }

    /// Writes a file into the folder.
    ///
    /// # Panics
    /// If the file cannot be written.
    pub fn write_file(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("a file");
    }

    /// Returns the path of the file whose name has a hash, or nothing, between these two parts.
    ///
    /// # Panics
    /// If the bundle has no such file.
    #[must_use]
    pub fn find_file(&self, start: &str, end: &str) -> PathBuf {
        let is_hash = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.files()
            .find(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).is_some_and(is_hash)
            })
            .expect("a file of this name in the bundle")
    }

    /// Removes the compressed variants of such a file, so that the proxy serves the file itself.
    ///
    /// # Panics
    /// If there is no such file, or a variant cannot be removed.
    #[must_use]
    pub fn uncompressed_file(&self, start: &str, end: &str) -> PathBuf {
        let path = self.find_file(start, end);
        for extension in ["br", "gz"] {
            fs::remove_file(format!("{}.{extension}", path.display())).expect("a compressed variant");
        }
        path
    }

    /// Removes such a file and its compressed variants.
    ///
    /// # Panics
    /// If there is no such file.
    pub fn remove_file(&self, start: &str, end: &str) {
        fs::remove_file(self.uncompressed_file(start, end)).expect("the file");
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> {
        fs::read_dir(self.path()).expect("the site").map(|entry| entry.expect("an entry").path())
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

/// Returns the workspace's root folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}
