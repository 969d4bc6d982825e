"""Why a record or a value is set aside: fixed sentences, stored in English with the upload, translated when shown."""

from cxdash.locale import N_

NO_ANSWER = N_("no valid answer")
NO_METRIC = N_("no metric has a value")
EMPTY = N_("empty")
NOT_A_NUMBER = N_("not a number")
NOT_YES_OR_NO = N_("neither yes nor no")
OUTSIDE = N_("outside the scale")
NEGATIVE = N_("below zero")
NO_DATE = N_("no date can be read here")
VARIANTS_DIFFER = N_("assigned and shown variant differ")
NO_TIME_OF_DAY = N_("no time of day can be read here")
EITHER_CLOCK = N_("hours and minutes, or minutes and seconds")
