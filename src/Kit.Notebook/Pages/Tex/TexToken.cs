namespace Kit.Notebook.Pages.Tex;

internal enum TexTokenKind
{
    End,
    Character,
    Command,
    Open,
    Close,
    Superscript,
    Subscript,
    Ampersand,
    LineBreak,
    Prime,
}

/// <summary>A token and where it stands; a command's text is its name without the backslash.</summary>
internal readonly record struct TexToken(TexTokenKind Kind, string Text, int Start, int End)
{
    public bool IsCommand(string name) => Kind == TexTokenKind.Command && Text == name;

    public bool IsCharacter(string text) => Kind == TexTokenKind.Character && Text == text;
}
