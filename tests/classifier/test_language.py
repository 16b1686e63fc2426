import pytest

from classifier import corpus
from classifier.language import detect

OTHERS = {
    "es": "La empresa anunció que usará los mensajes de sus clientes para entrenar sus modelos.",
    "de": "Die Firma nutzt die Nachrichten ihrer Kunden, ohne sie vorher gefragt zu haben.",
    "fr": "La société utilise les messages de ses clients sans leur demander leur avis.",
    "pt": "A empresa usa as mensagens dos clientes para treinar modelos, sem pedir licença.",
    "ja": "会社は利用者のメッセージを人工知能の学習に使うと発表した。",
    "ar": "أعلنت الشركة أنها ستستخدم رسائل عملائها لتدريب نماذجها دون أن تسألهم.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_told_apart(language: str) -> None:
    assert detect(OTHERS[language] * 3) == language


def test_no_article_of_the_corpus_is_taken_for_another_language() -> None:
    assert [a.id for a in corpus.load() if detect(a.text) != "en"] == []
