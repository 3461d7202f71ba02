// What libphonenumber, from the system's package, knows about a number, as plain C.
#ifndef C_PHONE_NUMBER_H
#define C_PHONE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    /// It has the length of a whole number of its country.
    bool is_possible;
    /// It is in a range that its country has given out.
    bool is_valid;
    /// Valid, and of a kind that may be a mobile.
    bool is_mobile;
    /// Valid, and of a kind no single person has: free of charge, premium, shared cost, company-wide, voicemail.
    bool is_service;
    /// As 31 for the Netherlands.
    int32_t country_code;
    uint64_t national;
} phone_number_facts;

#ifdef __cplusplus
#define PHONE_NUMBER_NOEXCEPT noexcept
extern "C" {
#else
#define PHONE_NUMBER_NOEXCEPT
#endif

/// Reads `length` bytes of ASCII digits (at most 20, with or without a leading `+`) as dialled in `region` (two capital
/// letters, or "ZZ" where only international numbers are expected). False for what is no number at all; never throws.
bool phone_number_read(const char *digits, size_t length, const char *region, phone_number_facts *facts)
    PHONE_NUMBER_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
