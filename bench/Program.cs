Console.Error.WriteLine("usage: peers");
return 2;
