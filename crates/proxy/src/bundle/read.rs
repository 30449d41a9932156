use super::asset::Asset;
use super::coding::Coding;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// The maximum size of a bundle, in bytes. A larger folder is not a bundle.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The files of the bundle, by their names.
#[derive(Debug)]
pub struct Bundle {
    assets: HashMap<String, Asset>,
}

/// The reason why a folder cannot be served as the bundle.
#[derive(Debug)]
pub enum BundleError {
    /// The folder, or a file in it, cannot be read.
    Unreadable(PathBuf, io::Error),
    /// The folder lacks this file, which every bundle has.
    NotABundle(PathBuf, &'static str),
    /// The folder holds more than 64 MiB.
    TooLarge(PathBuf),
}

impl fmt::Display for BundleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => write!(formatter, "cannot read {}: {error}", path.display()),
            Self::NotABundle(path, missing) => write!(
                formatter,
                "{} has no {missing}; set it to the folder of the built bundle",
                path.display()
            ),
            Self::TooLarge(path) => write!(
                formatter,
                "{} is larger than 64 MiB; set it to the folder of the built bundle",
                path.display()
            ),
        }
    }
}

impl std::error::Error for BundleError {}

impl Bundle {
    /// Reads the files of a folder. The bundle is flat. Subfolders, such as a file system's
    /// `lost+found`, are ignored, and so are names that begin with a dot.
    ///
    /// # Errors
    /// [`BundleError`] if a file cannot be read, or if the folder is not a bundle.
    pub fn read(folder: &Path) -> Result<Self, BundleError> {
        let mut files = read_files(folder)?;
        for needed in ["embed.js", "index.html"] {
            if !files.contains_key(needed) {
                return Err(BundleError::NotABundle(folder.to_owned(), needed));
            }
        }
        let names: Vec<String> =
            files.keys().filter(|name| !is_compressed_variant(name, &files)).cloned().collect();
        Ok(Self { assets: names.into_iter().map(|name| take_asset(name, &mut files)).collect() })
    }

    /// Returns the file at a request path, below `/` or `/ticket-note/`; the folder itself is
    /// `index.html`. Paths are not percent-decoded, because no name in the bundle needs an escape.
    pub(super) fn find(&self, path: &str) -> Option<&Asset> {
        let path = path.strip_prefix('/')?;
        let name = path.strip_prefix("ticket-note/").unwrap_or(path);
        self.assets.get(if name.is_empty() { "index.html" } else { name })
    }
}

type Files = BTreeMap<String, Vec<u8>>;

fn read_files(folder: &Path) -> Result<Files, BundleError> {
    let unreadable = |error| BundleError::Unreadable(folder.to_owned(), error);
    let (mut files, mut size) = (Files::new(), 0);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if name.starts_with('.') || !path.is_file() {
            continue;
        }
        let name = name.to_owned();
        size += fs::metadata(&path).map_or(0, |about| about.len());
        if size > MAX_BYTES {
            return Err(BundleError::TooLarge(folder.to_owned()));
        }
        files.insert(name, fs::read(&path).map_err(|error| BundleError::Unreadable(path, error))?);
    }
    Ok(files)
}

fn is_compressed_variant(name: &str, files: &Files) -> bool {
    let originals = Coding::ALL.into_iter().filter_map(|coding| name.strip_suffix(coding.suffix()));
    originals.into_iter().any(|original| files.contains_key(original))
}

fn take_asset(name: String, files: &mut Files) -> (String, Asset) {
    let variant =
        |coding: Coding| Some((coding, files.remove(&format!("{name}{}", coding.suffix()))?.into()));
    let compressed = Coding::ALL.into_iter().filter_map(variant).collect();
    let plain = files.remove(&name).unwrap_or_default();
    let asset = Asset::new(&name, plain, compressed);
    (name, asset)
}
