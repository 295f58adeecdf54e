/* The least that writing an XML file with libxml2 takes: its xmlTextWriter is told, event by event, what a file
   holds, and writes to nowhere. Reading those events into memory beforehand is not timed.
   write_again FILE   prints {"bytes":…,"seconds":…} */
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum kind { START, ATTRIBUTE, TEXT, END };
struct event { enum kind kind; xmlChar *name, *value; };

static struct event *events;
static size_t count, room;
static long written;

static void keep(enum kind kind, const xmlChar *name, const xmlChar *value) {
    if (count == room) events = realloc(events, (room = room ? room * 2 : 1 << 16) * sizeof *events);
    events[count++] = (struct event){kind, name ? xmlStrdup(name) : NULL, value ? xmlStrdup(value) : NULL};
}

static int nowhere(void *context, const char *bytes, int length) { return written += length, length; }

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int arguments, char **argument) {
    xmlTextReaderPtr reader = arguments == 2 ? xmlReaderForFile(argument[1], NULL, XML_PARSE_HUGE) : NULL;
    if (!reader) return 2;
    while (xmlTextReaderRead(reader) == 1) {
        switch (xmlTextReaderNodeType(reader)) {
        case XML_READER_TYPE_ELEMENT: {
            int empty = xmlTextReaderIsEmptyElement(reader);
            keep(START, xmlTextReaderConstName(reader), NULL);
            while (xmlTextReaderMoveToNextAttribute(reader) == 1)
                keep(ATTRIBUTE, xmlTextReaderConstName(reader), xmlTextReaderConstValue(reader));
            if (empty) keep(END, NULL, NULL);
            break;
        }
        case XML_READER_TYPE_TEXT: keep(TEXT, NULL, xmlTextReaderConstValue(reader)); break;
        case XML_READER_TYPE_END_ELEMENT: keep(END, NULL, NULL); break;
        }
    }
    double begun = now();
    xmlTextWriterPtr writer = xmlNewTextWriter(xmlOutputBufferCreateIO(nowhere, NULL, NULL, NULL));
    xmlTextWriterSetIndent(writer, 1);
    xmlTextWriterStartDocument(writer, "1.0", "UTF-8", NULL);
    for (size_t each = 0; each < count; each++) {
        struct event *event = events + each;
        switch (event->kind) {
        case START: xmlTextWriterStartElement(writer, event->name); break;
        case ATTRIBUTE: xmlTextWriterWriteAttribute(writer, event->name, event->value); break;
        case TEXT: xmlTextWriterWriteString(writer, event->value); break;
        case END: xmlTextWriterEndElement(writer); break;
        }
    }
    xmlTextWriterEndDocument(writer);
    xmlFreeTextWriter(writer);
    printf("{\"bytes\":%ld,\"seconds\":%f}\n", written, now() - begun);
    return 0;
}
