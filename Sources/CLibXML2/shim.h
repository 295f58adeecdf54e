#ifndef EXHIBIT_CLIBXML2_SHIM_H
#define EXHIBIT_CLIBXML2_SHIM_H

// Newer versions deprecate members of the parser in favour of functions that
// older ones, Debian's among them, do not have. Their own guards switch it off.
#ifndef XML_DEPRECATED
#define XML_DEPRECATED
#endif
#ifndef XML_DEPRECATED_MEMBER
#define XML_DEPRECATED_MEMBER
#endif

// Debian's libxml2 is built with ICU; its headers would pull ICU's into every
// module that also sees Foundation, whose own ICU declares the same names.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>

#endif
