package io.mmcheck.maven.html;

import java.util.List;

/**
 * The results of one module.
 *
 * @param name the module; empty where there is only one and nobody has to tell it from others
 * @param documents its results; none if it has none
 */
public record ModuleResults(String name, List<Document> documents) {
    public ModuleResults {
        documents = List.copyOf(documents);
    }
}
