using static MudBlazor.Icons.Material;

namespace HumaXledger.Portal.Appearance;

/// <summary>
/// The icons of the portal by what they mean, as inline SVG of MudBlazor. An icon that is not here does not appear
/// twice with two meanings.
/// </summary>
public static class Glyph
{
    public const string Account = Outlined.AccountCircle;
    public const string Add = Outlined.Add;
    public const string Approve = Outlined.HowToReg;
    public const string Attention = Outlined.ErrorOutline;
    public const string Back = Outlined.ArrowBack;
    public const string Bell = Outlined.Notifications;
    public const string Close = Outlined.Close;
    public const string Colours = Outlined.DarkMode;
    public const string Compare = Outlined.CompareArrows;
    public const string Connection = Outlined.Lan;
    public const string Copy = Outlined.ContentCopy;
    public const string Delete = Outlined.Delete;
    public const string Done = Outlined.CheckCircle;
    public const string Download = Outlined.FileDownload;
    public const string Edit = Outlined.Edit;
    public const string Erase = Outlined.DeleteForever;
    public const string Failed = Outlined.HighlightOff;
    public const string Forward = Outlined.ArrowForward;
    public const string Help = Outlined.HelpOutline;
    public const string Info = Outlined.Info;
    public const string Key = Outlined.Key;
    public const string Language = Outlined.Language;
    public const string Link = Outlined.Link;
    public const string Menu = Outlined.Menu;
    public const string More = Outlined.MoreHoriz;
    public const string Move = Outlined.MoveDown;
    public const string Neutral = Outlined.Circle;
    public const string Pause = Outlined.Pause;
    public const string People = Outlined.Group;
    public const string Person = Outlined.Person;
    public const string Print = Outlined.Print;
    public const string Repeat = Outlined.Replay;
    public const string Resume = Outlined.PlayArrow;
    public const string Rule = Outlined.Rule;
    public const string Sandbox = Outlined.Science;
    public const string Save = Outlined.Save;
    public const string Search = Outlined.Search;
    public const string SignIn = Outlined.Login;
    public const string SortedDown = Outlined.ArrowDownward;
    public const string SortedUp = Outlined.ArrowUpward;
    public const string Stop = Outlined.StopCircle;
    public const string Swap = Outlined.SwapHoriz;
    public const string Sync = Outlined.Sync;
    public const string Tick = Outlined.Check;
    public const string Turning = Outlined.Refresh;
    public const string Undo = Outlined.Undo;
    public const string Unlink = Outlined.LinkOff;
}
