// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.avaje;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.json.PropertyNames;
import io.avaje.json.stream.BufferedJsonWriter;
import io.avaje.json.stream.BytesJsonWriter;
import io.avaje.json.stream.JsonOutput;
import io.avaje.json.stream.JsonStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;

/** Names for our readers and writers, which codecs make: adapters get none of their own from here. */
final class Tokens implements JsonStream {

    @Override
    public PropertyNames properties(String... names) {
        return new Names(names);
    }

    @Override
    public JsonReader reader(String json) {
        throw none();
    }

    @Override
    public JsonReader reader(byte[] json) {
        throw none();
    }

    @Override
    public JsonReader reader(Reader reader) {
        throw none();
    }

    @Override
    public JsonReader reader(InputStream stream) {
        throw none();
    }

    @Override
    public JsonWriter writer(Writer writer) {
        throw none();
    }

    @Override
    public JsonWriter writer(OutputStream stream) {
        throw none();
    }

    @Override
    public JsonWriter writer(JsonOutput output) {
        throw none();
    }

    @Override
    public BufferedJsonWriter bufferedWriter() {
        throw none();
    }

    @Override
    public BytesJsonWriter bufferedWriterAsBytes() {
        throw none();
    }

    private static IllegalStateException none() {
        return new IllegalStateException("An adapter uses the reader or writer that it is given");
    }
}
