"""What the program says itself in a form, in the form's languages."""

WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "yes": "Ja",
        "no": "Nej",
        "version": "formulärets version",
        "patient": "Patientens egna uppgifter, inte vårdens bedömning.",
        "draft": "Patienten uppger själv (utkast ur patientformuläret, inte läkarens bedömning):",
        "wrong-type": "Svaret har inte den form som frågan ska ha.",
        "not-an-option": "Välj något av svaren i listan.",
        "not-whole": "Skriv ett helt tal med siffror, till exempel 14.",
        "not-a-number": "Skriv ett tal med siffror, till exempel 37,5.",
        "not-a-date": "Skriv ett datum som finns, till exempel 2026-03-02.",
        "too-small": "Talet ska vara minst {min}.",
        "too-large": "Talet ska vara högst {max}.",
        "too-long": "Texten är för lång: högst {most} tecken. Korta den.",
        "too-many": "Det är för många svar: högst {most}.",
        "identity-number": "Det ser ut som ett personnummer. Ta bort det om det inte behövs.",
    },
    "en": {
        "yes": "Yes",
        "no": "No",
        "version": "form version",
        "patient": "The patient’s own statement, not the clinic’s assessment.",
        "draft": "The patient states (draft from the patient form, not the physician’s finding):",
        "wrong-type": "The answer is not of the kind that the question asks for.",
        "not-an-option": "Choose one of the answers in the list.",
        "not-whole": "Write a whole number in figures, for example 14.",
        "not-a-number": "Write a number in figures, for example 37.5.",
        "not-a-date": "Write a date that exists, for example 2026-03-02.",
        "too-small": "The number must be at least {min}.",
        "too-large": "The number must be at most {max}.",
        "too-long": "The text is too long: at most {most} characters. Please shorten it.",
        "too-many": "There are too many answers: at most {most}.",
        "identity-number": "This looks like a personal identity number. Remove it if it is not needed.",
    },
}


def number_in_words(number: float, language: str) -> str:
    """A number without needless decimals, with the language's decimal mark."""
    text = f"{number:.10f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "sv" else text
