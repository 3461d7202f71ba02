// The only place of libphonenumber. Its C++ stays behind a C header, so that no exception and no template comes to Swift.
#include "CPhoneNumber.h"

#include <phonenumbers/phonenumberutil.h>

#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static bool is_service(PhoneNumberUtil::PhoneNumberType type) {
    switch (type) {
        case PhoneNumberUtil::TOLL_FREE:
        case PhoneNumberUtil::PREMIUM_RATE:
        case PhoneNumberUtil::SHARED_COST:
        case PhoneNumberUtil::UAN:
        case PhoneNumberUtil::VOICEMAIL:
            return true;
        default:
            return false;
    }
}

bool phone_number_read(const char *digits, size_t length, const char *region, phone_number_facts *facts) noexcept {
    if (digits == nullptr || region == nullptr || facts == nullptr || length == 0 || length > 21) return false;
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        if (util->Parse(std::string(digits, length), region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
        const PhoneNumberUtil::PhoneNumberType type = util->GetNumberType(number);
        facts->is_valid = type != PhoneNumberUtil::UNKNOWN;
        facts->is_possible = facts->is_valid || util->IsPossibleNumber(number);
        facts->is_mobile = type == PhoneNumberUtil::MOBILE || type == PhoneNumberUtil::FIXED_LINE_OR_MOBILE;
        facts->is_service = is_service(type);
        facts->country_code = number.country_code();
        facts->national = number.national_number();
        return true;
    } catch (...) {
        return false;
    }
}
