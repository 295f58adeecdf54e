#ifndef EXHIBIT_CLIBXML2_SHIM_H
#define EXHIBIT_CLIBXML2_SHIM_H

// Debian's libxml2 is built with ICU; its headers would pull ICU's into every
// module that also sees Foundation, whose own ICU declares the same names.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>

#endif
