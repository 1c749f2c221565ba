"""What somebody usually is on a mobility, read from the words of seventeen languages.

Stems of words, compared as in a search. A word that names everybody ("Participant") says nothing
about the role.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from mobdesk.domain.fold import fold
from mobdesk.domain.people import PersonRole

#: in this order: an accompanying teacher is first of all accompanying
_STEMS: Final[dict[PersonRole, str]] = {
    PersonRole.ACCOMPANYING: (
        "accompan chaperon saatja saatev kaasas spremlj сопровожд pavado lydin saatta mukana "
        "opiekun towarzysz doprov kísér begleit accompagn acompan συνοδ придруж refakat"
    ),
    PersonRole.LEARNER: (
        "learner student pupil apprentice trainee õppija õppur õpilane üliõpilane dijak učenec "
        "učenk учащ ученик учениц студент обучающ izglītojam audzēkn skolēn besimokan moksleiv "
        "mokinys mokinė mokiniai opiskel oppija oppilas uczeń uczniow uczennic uczących žák "
        "učeň učni tanuló diák hallgató lernend schüler auszubild azubi discent studente alunn "
        "alumn estudiant aprendiz apprenant élève étudiant apprenti εκπαιδευόμεν μαθητ σπουδαστ "
        "φοιτητ обучаем öğrenci öğrenen kursiyer"
    ),
    PersonRole.EXPERT: (
        "expert ekspert asiantunti szakért odborn strokovnjak espert эксперт експерт "
        "εμπειρογν uzman specialist"
    ),
    PersonRole.STAFF: (
        "staff teacher trainer educator employee tutor õpetaja koolitaja töötaja personal učitelj "
        "osebj zaposlen персонал сотрудник учител преподавател педагог skolotāj darbiniek pedagog "
        "darbuotoj mokytoj dėstytoj henkilö opettaj koulutta kadra nauczyciel pracownik personel "
        "učitel zaměstnan lektor tanár oktató munkatárs személyzet dolgozó lehrer lehrkr lehrend "
        "mitarbeit ausbild bildungspersonal docent personale insegnant formator formador profesor "
        "personnel enseignant formateur professeur προσωπικ εκπαιδευτικ εκπαιδευτή εκπαιδευτέ "
        "καθηγητ служител öğretmen eğitmen çalışan"
    ),
}
_EVERYBODY: Final = (
    "participant osaleja udeležen участник dalībniek dalyv osallistuja uczestni účastn résztvev "
    "teilnehm partecipant συμμετέχ katılımcı person oseba"
)


def role_of(text: str) -> PersonRole | None:
    """The role that ``text`` names; None where it names none."""
    typed = fold(text)
    return next((role for role, stems in _patterns() if stems.search(typed)), None)


def is_everybody(text: str) -> bool:
    """Whether ``text`` is a word for all who take part."""
    return bool(_pattern(_EVERYBODY).search(fold(text)))


@cache
def _patterns() -> tuple[tuple[PersonRole, re.Pattern[str]], ...]:
    return tuple((role, _pattern(stems)) for role, stems in _STEMS.items())


@cache
def _pattern(stems: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(fold(one)) for one in stems.split()) + ")")
