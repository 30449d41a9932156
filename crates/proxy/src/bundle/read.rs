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
    /// The folder has no file of this name, which every bundle has.
    NotABundle(&'static str),
    /// The folder holds more than 64 MiB.
    TooLarge,
}

impl fmt::Display for BundleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => write!(formatter, "cannot read {}: {error}", path.display()),
            Self::NotABundle(missing) => write!(formatter, "it has no {missing}, so it is not the bundle"),
            Self::TooLarge => formatter.write_str("it has more than 64 MiB, so it is not the bundle"),
        }
    }
}

impl std::error::Error for BundleError {}

impl Bundle {
    /// Reads the files of a folder. The bundle is flat: sub-folders are not read, and neither are
    /// names that begin with a dot.
    ///
    /// # Errors
    /// [`BundleError`] if a file cannot be read, or if the folder is not a bundle.
    pub fn read(folder: &Path) -> Result<Self, BundleError> {
        let mut files = BTreeMap::new();
        collect(folder, "", &mut files)?;
        for needed in ["embed.js", "index.html"] {
            if !files.contains_key(needed) {
                return Err(BundleError::NotABundle(needed));
            }
        }
        let names: Vec<String> =
            files.keys().filter(|name| !is_compressed_variant(name, &files)).cloned().collect();
        Ok(Self { assets: names.into_iter().map(|name| take_asset(name, &mut files)).collect() })
    }

    /// Returns the file at a request path; `/` is `index.html`. Paths are not percent-decoded,
    /// because no name in the bundle needs an escape.
    pub(super) fn find(&self, path: &str) -> Option<&Asset> {
        let name = path.strip_prefix('/')?;
        self.assets.get(if name.is_empty() { "index.html" } else { name })
    }
}

type Files = BTreeMap<String, Vec<u8>>;

fn collect(folder: &Path, prefix: &str, files: &mut Files) -> Result<(), BundleError> {
    let unreadable = |error| BundleError::Unreadable(folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if name.starts_with('.') {
            continue;
        }
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, read_file(path, files)?);
        }
    }
    Ok(())
}

fn read_file(path: PathBuf, so_far: &Files) -> Result<Vec<u8>, BundleError> {
    let held: u64 = so_far.values().map(|file| file.len() as u64).sum();
    let size = fs::metadata(&path).map(|about| about.len());
    if size.as_ref().is_ok_and(|size| held + size > MAX_BYTES) {
        return Err(BundleError::TooLarge);
    }
    size.and_then(|_| fs::read(&path)).map_err(|error| BundleError::Unreadable(path, error))
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
