// SPDX-License-Identifier: Apache-2.0

//! The persistence of the seed, as a program: what its functions write, and what they read.
//! Synchronous where the seed is asynchronous; the bytes are the same.

use anyhow::{anyhow, bail, Result};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ClientSessionPersisted {
    homeserver: String,
    db_path: PathBuf,
    passphrase: String,
}

#[derive(Serialize, Deserialize)]
struct VersionedState {
    version: u32,
    data: Value,
}

#[derive(Default, Serialize, Deserialize)]
struct AppState {
    new_field: Vec<String>,
    new_field_name: i64,
}

const CURRENT_VERSION: u32 = 2;

fn save_session(dir: &Path, session: &ClientSessionPersisted) -> Result<()> {
    std::fs::write(dir.join("session.json"), serde_json::to_string(session)?)?;
    Ok(())
}

fn restore_session(dir: &Path) -> Result<Option<ClientSessionPersisted>> {
    match std::fs::read_to_string(dir.join("session.json")) {
        Ok(json) => Ok(Some(serde_json::from_str(&json)?)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e.into()),
    }
}

fn load_with_migration(path: &Path) -> Result<AppState> {
    let versioned: VersionedState = serde_json::from_slice(&std::fs::read(path)?)?;
    let migrated = match versioned.version {
        1 => migrate_v1_to_v2(versioned.data),
        2 => versioned.data,
        v => {
            eprintln!("Unknown state version: {v}");
            return Ok(AppState::default());
        }
    };
    Ok(serde_json::from_value(migrated)?)
}

fn migrate_v1_to_v2(mut data: Value) -> Value {
    if let Some(fields) = data.as_object_mut() {
        fields.insert("new_field".to_string(), json!([]));
        if let Some(old) = fields.remove("old_field_name") {
            fields.insert("new_field_name".to_string(), old);
        }
    }
    data
}

fn save_versioned(path: &Path, state: &AppState) -> Result<()> {
    let versioned = VersionedState {
        version: CURRENT_VERSION,
        data: serde_json::to_value(state)?,
    };
    std::fs::write(path, serde_json::to_string_pretty(&versioned)?)?;
    Ok(())
}

fn save_atomic(path: &Path, data: &impl Serialize) -> Result<()> {
    let dir = path.parent().ok_or_else(|| anyhow!("Invalid path"))?;
    let temp_file = NamedTempFile::new_in(dir)?;
    serde_json::to_writer(&temp_file, data)?;
    temp_file.persist(path)?;
    Ok(())
}

fn the_session() -> ClientSessionPersisted {
    ClientSessionPersisted {
        homeserver: "https://chat.example.org".to_string(),
        db_path: PathBuf::from("/home/alice/.local/share/chat/db"),
        passphrase: "store-passphrase".to_string(),
    }
}

fn the_state() -> AppState {
    AppState {
        new_field: vec!["pinned".to_string()],
        new_field_name: 7,
    }
}

/// What is read is printed as one line of JSON; what cannot be read is an error.
fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [command, place] = arguments.as_slice() else {
        bail!("usage: seed COMMAND PATH");
    };
    let place = Path::new(place);
    match command.as_str() {
        "save_session" => save_session(place, &the_session()),
        "restore_session" => print(&restore_session(place)?),
        "save_versioned" => save_versioned(place, &the_state()),
        "load_with_migration" => print(&load_with_migration(place)?),
        "save_atomic" => save_atomic(place, &the_state()),
        other => bail!("no command {other}"),
    }
}

fn print(read: &impl Serialize) -> Result<()> {
    println!("{}", serde_json::to_string(read)?);
    Ok(())
}
