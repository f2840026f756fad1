package io.matriarch.machines.ec2;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an answer, without its namespace.
 *
 * @param text its own, without that of the elements within
 */
record Answer(String name, String text, List<Answer> children) {

    private static final XMLInputFactory FACTORY = factory();

    Answer {
        children = List.copyOf(children);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * @throws IOException when it is no XML, or ends too early
     */
    static Answer read(InputStream in) throws IOException {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(in);
            reader.nextTag();
            return element(reader);
        } catch (XMLStreamException e) {
            throw new IOException("it is no XML: " + e.getMessage(), e);
        }
    }

    private static Answer element(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<Answer> children = new ArrayList<>();
        while (reader.next() != XMLStreamReader.END_ELEMENT) {
            if (reader.isStartElement()) {
                children.add(element(reader));
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        return new Answer(name, text.toString().strip(), children);
    }

    /** The elements at the end of each such path. */
    List<Answer> all(String... path) {
        List<Answer> found = List.of(this);
        for (String step : path) {
            found =
                    found.stream()
                            .flatMap(a -> a.children.stream())
                            .filter(a -> a.name.equals(step))
                            .toList();
        }
        return found;
    }

    /** The text at the end of the first such path; empty when there is none. */
    String at(String... path) {
        return all(path).stream().map(Answer::text).findFirst().orElse("");
    }
}
